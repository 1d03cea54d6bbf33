"""A brief as Markdown with footnotes, by a Jinja2 template: the package's own or a user's.

Whatever a template prints is escaped, so that no word of a document is ever markup; only what the filters here make is
Markdown. Footnotes are numbered as the template calls for them, each work in full the first time, so that a template
can leave out or move any section.

Filters: ``prose`` (a sentence or several, with notes), ``table(corner)`` (a grid), ``chronology`` (entries),
``figure`` (a picture), ``work`` (a document in full). ``notes()`` prints the footnotes, and has to come last.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from detente.brief import chicago
from detente.brief.nouns import Brief, Citation, Entry, Grid, Picture, Sentence
from detente.errors import UsageError
from detente.exports.works import Work

if TYPE_CHECKING:
    import jinja2

_MARKUP = re.compile(r"([\\`*_{}\[\]<>#|~^$@&])")
_OPENS_BLOCK = re.compile(r"^(\d{1,9}(?=[.)])|)([-+=:.)])(?=\s|$|-|=)")
_BLANK_LINES = re.compile(r"\n{3,}")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufffe\uffff]")


class Markdown(str):
    """Text that is Markdown already and is printed as it is."""

    __slots__ = ()


Call = Callable[[Sequence[Citation]], str]  # what stands after a sentence for its citations
Image = Callable[[Picture], str]  # how a picture stands in the text


@dataclass(slots=True)
class Page:
    """A page as it is being written: the notes called so far, and how a picture is shown."""

    image: Image
    called: chicago.Notes = field(default_factory=chicago.Notes)

    def call(self, citations: Sequence[Citation]) -> str:
        """The mark of a new note; empty for none."""
        return f"[^{self.called.add(citations)}]" if citations else ""

    def notes(self) -> Markdown:
        """The footnotes called so far."""
        texts = ("".join(map(_piece, text)) for text in self.called.texts)
        return Markdown("\n\n".join(f"[^{number}]: {text}" for number, text in enumerate(texts, 1)))


@dataclass(slots=True)
class StyledPage(Page):
    """A page whose citations are left to pandoc's citeproc, in any CSL style; ``key`` names a work in its list."""

    key: Callable[[Work], str] = lambda work: work.key

    def call(self, citations: Sequence[Citation]) -> str:
        """The citations in pandoc's own writing: ``[@janse-2021, p. 4; cited in @singh-2026]``."""
        if not citations:
            return ""
        parts = [part for citation in citations for part in self._parts(citation)]
        return f" [{'; '.join(dict.fromkeys(parts))}]"

    def _parts(self, citation: Citation) -> Iterable[str]:
        pages = re.sub(r"[^0-9–,\- ]", "", citation.pages or "").strip()
        locator = f", p. {pages}" if pages else f", {citation.locator}" if citation.paragraphs else ""
        yield f"@{self.key(citation.work)}{locator}"
        for place in citation.within:
            number = f", n. {', '.join(map(str, place.notes))}" if place.notes else ""
            yield f"cited in @{self.key(place.document)}{number}"

    def notes(self) -> Markdown:
        """The heading of the list of works, which citeproc puts at the end."""
        return Markdown("## Works cited")


def markdown(brief: Brief, page: Page, template: Path | None = None) -> str:
    """The brief as Markdown. Raises UsageError for a template that cannot be read or does not hold together."""
    import jinja2

    try:
        made = _environment(page).from_string(_template(template)).render(brief=brief, notes=page.notes)
    except (jinja2.TemplateError, OSError, UnicodeDecodeError, TypeError, ValueError, AttributeError) as error:
        if template is None:
            raise
        line = getattr(error, "lineno", None)
        place = f"{template}, line {line}" if line else str(template)
        remedy = "See the template that the package brings: detente brief --show-template."
        raise UsageError(f"The template does not work: {error}.", place=place, remedy=remedy) from error
    return _BLANK_LINES.sub("\n\n", made).strip() + "\n"


def own_template() -> str:
    """The package's template, to start another from."""
    return (files("detente") / "brief" / "templates" / "brief.md.j2").read_text(encoding="utf-8")


def escaped(text: str) -> str:
    """Plain text as Markdown that shows it as it is, on one line."""
    return _OPENS_BLOCK.sub(r"\1\\\2", _inline(text))


def _inline(text: str) -> str:
    """As ``escaped``, for what does not begin a line."""
    return _MARKUP.sub(r"\\\1", " ".join(_CONTROL.sub(" ", text).split()))


def _template(path: Path | None) -> str:
    return path.read_text(encoding="utf-8") if path else own_template()


def _environment(page: Page) -> jinja2.Environment:
    from jinja2.sandbox import SandboxedEnvironment

    made = SandboxedEnvironment(trim_blocks=True, lstrip_blocks=True, finalize=_finalised, autoescape=False)
    made.filters.update(
        prose=lambda told: Markdown(_prose(told, page)),
        table=lambda grid, corner="": Markdown(_table(grid, corner, page)),
        chronology=lambda entries: Markdown(_chronology(entries, page)),
        figure=lambda picture: Markdown(page.image(picture)),
        work=lambda work: Markdown(escaped(chicago.full_stop(chicago.full(work)))),
    )
    return made


def _finalised(value: Any) -> Any:
    return value if isinstance(value, Markdown) else escaped(str(value)) if value is not None else ""


def _prose(told: Sentence | Iterable[Sentence], page: Page) -> str:
    sentences = [told] if isinstance(told, Sentence) else list(told)
    return " ".join(_cited(sentence, page) for sentence in sentences)


def _cited(sentence: Sentence, page: Page) -> str:
    mark = page.call(sentence.citations)
    text = escaped(sentence.text)
    if mark.startswith(" ") and text.endswith("."):
        return f"{text[:-1]}{mark}."  # an author-date citation stands within the sentence
    return text + mark


def _table(grid: Grid, corner: str, page: Page) -> str:
    head = [corner, *(escaped(column) for column in grid.columns)]
    rows = [[escaped(label), *(_cited(cell, page) if cell else "–" for cell in cells)] for label, cells in grid.rows]
    return _pipes(head, rows, _widths(head, rows))


def _chronology(entries: Sequence[Entry], page: Page) -> str:
    rows, quote = [], ""
    for entry in entries:
        marks = f" ({escaped(entry.marks)})" if entry.marks else ""
        words = f" “{escaped(entry.quote)}”" if entry.quote and entry.quote != quote else ""
        act = escaped(entry.act.text) if entry.beside else f"**{escaped(entry.act.text)}**"
        rows.append([escaped(entry.date), f"{act}{marks}.{words}{page.call(entry.act.citations)}"])
        quote = entry.quote
    return _pipes(["Date", "Act, and the words that tell it"], rows, [18, 82])


def _widths(head: Sequence[str], rows: Sequence[Sequence[str]]) -> list[int]:
    """How wide the columns are to be, in proportion; the first as wide as its longest label."""
    first = max(len(head[0]), *(len(row[0]) for row in rows)) if rows else len(head[0])
    share = max(12, min(26, round(first * 1.15)))
    return [share, *[(100 - share) // (len(head) - 1)] * (len(head) - 1)]


def _pipes(head: Sequence[str], rows: Sequence[Sequence[str]], widths: Sequence[int]) -> str:
    """A pipe table. One of its lines is long, so that pandoc takes the dashes as widths."""
    lines = [head, [":" + "-" * (width - 1) for width in widths], *rows]
    return "\n".join("| " + " | ".join(cells) + " |" for cells in lines)


def _piece(piece: chicago.Piece) -> str:
    if isinstance(piece, chicago.Link):
        return f"<{piece.address}>"
    before, after = piece[: len(piece) - len(piece.lstrip())], piece[len(piece.rstrip()) :]
    return f"{before}{_inline(piece)}{after}"
