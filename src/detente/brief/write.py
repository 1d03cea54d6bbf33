"""A brief into a file, by the file's name: Markdown and HTML by ourselves; Word, PDF and TeX by pandoc and Typst."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from detente.brief import html, markdown, pandoc, styles
from detente.brief.nouns import Brief, Picture
from detente.errors import UsageError


@dataclass(frozen=True, slots=True)
class Look:
    """How a brief is to look: a template of one's own, and a CSL style for the notes instead of Chicago's."""

    template: Path | None = None
    style: str | None = None  # the path of a .csl file, or "author-date"


def write(brief: Brief, path: Path, look: Look = Look()) -> list[Path]:
    """Write the brief to a file, and the pictures that a format keeps beside it; gives the paths of all.

    Raises UsageError for a name whose ending is no format and for a place that cannot be written to, MissingExtra
    where a format needs what is not installed.
    """
    check(path, look.style)
    try:
        return _WRITERS[path.suffix.lower()](brief, path, look)
    except OSError as error:
        remedy = "Name a file in a folder that can be written to."
        reason = error.strerror or str(error)
        raise UsageError(f"It cannot be written: {reason}.", place=str(path), remedy=remedy) from error


def check(path: Path, style: str | None = None) -> None:
    """Raise UsageError or MissingExtra, as ``write`` would, before a brief is made."""
    if path.suffix.lower() not in _WRITERS:
        remedy = f"Name it with one of: {', '.join(_WRITERS)}."
        raise UsageError(f"'{path.suffix or path.name}' is no format of a brief.", place=str(path), remedy=remedy)
    if path.suffix.lower() in _NEED_PANDOC or style:
        pandoc.needed(f"Writing {path.suffix}" if not style else "A CSL style")


def _markdown(brief: Brief, path: Path, look: Look) -> list[Path]:
    beside = _Beside(path, ".svg")
    if look.style:
        text = pandoc.cited_markdown(brief, look.style, look.template, beside.image)
    else:
        text = markdown.markdown(brief, markdown.Page(beside.image), look.template)
    _put(path, text)
    for picture in beside.used:
        _put(beside.path(picture), picture.svg)
    return [path, *map(beside.path, beside.used)]


def _html(brief: Brief, path: Path, look: Look) -> list[Path]:
    source = styles.source(brief, look.style, look.template, html.placeholder)
    body = pandoc.html_body(source) if look.style else html.body(source.text)
    _put(path, html.page(brief, body))
    return [path]


def _through_pandoc(
    write_as: Callable[[styles.Source, Brief, Path], list[Path]],
) -> Callable[[Brief, Path, Look], list[Path]]:
    def writer(brief: Brief, path: Path, look: Look) -> list[Path]:
        return write_as(styles.source(brief, look.style, look.template, pandoc.image), brief, path)

    return writer


@dataclass(slots=True)
class _Beside:
    """Pictures in files beside a page."""

    page: Path
    suffix: str
    used: list[Picture]

    def __init__(self, page: Path, suffix: str) -> None:
        self.page, self.suffix, self.used = page, suffix, []

    def path(self, picture: Picture) -> Path:
        return self.page.with_name(f"{self.page.stem}-{picture.name}{self.suffix}")

    def image(self, picture: Picture) -> str:
        self.used.append(picture)
        name = self.path(picture).name
        return f"![{markdown.escaped(picture.alternative)}](<{name}>)\n\n*{markdown.escaped(picture.caption)}*"


def _put(path: Path, text: str) -> None:
    """Write a file whole or not at all."""
    beside = path.with_name(path.name + ".part")
    try:
        beside.write_text(text, encoding="utf-8")
        beside.replace(path)
    except OSError:
        beside.unlink(missing_ok=True)
        raise


_WRITERS: dict[str, Callable[[Brief, Path, Look], list[Path]]] = {
    ".md": _markdown,
    ".html": _html,
    ".docx": _through_pandoc(pandoc.docx),
    ".pdf": _through_pandoc(pandoc.pdf),
    ".tex": _through_pandoc(pandoc.tex),
}
FORMATS = tuple(_WRITERS)
_NEED_PANDOC = (".docx", ".pdf", ".tex")
