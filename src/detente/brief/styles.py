"""A brief as the Markdown that writers start from: with Chicago notes of our own, or citations for a CSL style."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from detente.brief import markdown
from detente.brief.nouns import Brief, Citation
from detente.errors import UsageError
from detente.exports.bibliography import csl_items
from detente.exports.works import Work, named

AUTHOR_DATE = "author-date"  # the style that pandoc brings along


@dataclass(frozen=True, slots=True)
class Source:
    """Markdown with footnotes, or with citations, their references and the style to set them in."""

    text: str
    references: Sequence[dict[str, Any]] = field(default_factory=tuple)
    style: Path | None = None

    @property
    def cites(self) -> bool:
        """Whether citations are still to be set."""
        return bool(self.references)


def source(brief: Brief, style: str | None, template: Path | None, image: markdown.Image) -> Source:
    """The brief as Markdown for a style: None for notes after Chicago. Raises UsageError for a style that is no file."""
    if style is None:
        return Source(markdown.markdown(brief, markdown.Page(image), template))
    path = None if style == AUTHOR_DATE else Path(style)
    if path is not None and not path.is_file():
        remedy = f"Give a .csl file (Zotero keeps them in its folder 'styles'), or {AUTHOR_DATE}."
        raise UsageError("There is no such style.", place=style, remedy=remedy)
    cited = list(cited_works(brief))
    names = named(cited)
    page = markdown.StyledPage(image, key=lambda work: names[work.key])
    return Source(markdown.markdown(brief, page, template), csl_items(cited), path)


def cited_works(brief: Brief) -> list[Work]:
    """Every work that the brief cites or was read for it, once."""
    works: dict[str, Work] = {work.key: work for work in brief.documents}
    for citation in _citations(brief):
        works.setdefault(citation.work.key, citation.work)
        for place in citation.within:
            works.setdefault(place.document.key, place.document)
    return list(works.values())


def _citations(brief: Brief) -> list[Citation]:
    told = [*brief.summary, *brief.undated, *brief.disputes, *brief.planned, *brief.outlook, *brief.track_record]
    told += [sentence for phase in brief.story for sentence in phase.turns]
    told += [sentence for phase in brief.story for paragraph in phase.paragraphs for sentence in paragraph]
    told += [entry.act for entry in (*brief.chronology, *brief.to_check)]
    told += [cell for grid in (brief.standing, brief.others) for _, cells in grid.rows for cell in cells if cell]
    return [citation for sentence in told for citation in sentence.citations]
