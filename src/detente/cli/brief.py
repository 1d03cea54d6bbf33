"""``detente brief``: the pages of a pair."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from detente.cli import options
from detente.cli.options import DEFAULT_RECORD, KnownDate, OnDate, RecordFile
from detente.errors import UsageError

if TYPE_CHECKING:
    from detente.brief.nouns import Brief

Pair = Annotated[str | None, typer.Argument(metavar="ACTOR", help="An actor's code or name: RUS, russia, Taliban.")]


def brief(
    a: Pair = None,
    b: Pair = None,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="FILE", help="The file to write: .md, .html, .docx, .pdf or .tex."),
    ] = None,
    on: OnDate = None,
    known: KnownDate = None,
    title: Annotated[str | None, typer.Option("--title", metavar="TEXT", help="A title of your own.")] = None,
    style: Annotated[
        str | None,
        typer.Option("--style", metavar="FILE.csl", help="A CSL style, or author-date. Default: Chicago notes."),
    ] = None,
    template: Annotated[
        Path | None, typer.Option("--template", metavar="FILE", help="A Jinja2 template of your own, for Markdown.")
    ] = None,
    bibliography: Annotated[
        Path | None,
        typer.Option(
            "--bibliography", metavar="FILE", help="Also write the works cited: .json (CSL) or .bib (BibTeX)."
        ),
    ] = None,
    doubtful: Annotated[bool, typer.Option("--doubtful", help="Tell what is doubtful as well.")] = False,
    narrow: Annotated[
        bool, typer.Option("--narrow", help="These two alone, without who bore their places before them.")
    ] = False,
    lang: Annotated[str, typer.Option("--lang", metavar="CODE", help="The language to write in: en.")] = "en",
    show_template: Annotated[
        bool, typer.Option("--show-template", help="Print the package's template, to start another from.")
    ] = False,
    record: RecordFile = DEFAULT_RECORD,
) -> None:
    """A brief of two actors with footnotes: how they stand, how it came to that, who else stands where, a chronology.

    A draft to be edited: every sentence comes from acts in the record and names its sources. Word, PDF and TeX need
    the install group brief.
    """
    if show_template:
        from detente.brief.markdown import own_template

        typer.echo(own_template(), nl=False)
        return
    if a is None or b is None or output is None:
        raise UsageError("A brief is of two actors.", remedy="Write: detente brief RUS TALIBAN -o brief.docx")
    from detente.brief import write
    from detente.brief.compose import Options
    from detente.brief.write import Look, check

    check(output, style)
    asked = Options(title, lang, doubtful, wider=not narrow)
    made = _composed(record, options.actor(a), options.actor(b), on, known, asked)
    for path in write(made, output, Look(template, style)):
        typer.echo(str(path), err=True)
    if bibliography:
        _write_works(made, bibliography)


def _composed(record: Path, a: str, b: str, on: str | None, known: str | None, asked: Any) -> Brief:
    from detente.brief import compose
    from detente.record import Record

    if a == b:
        raise UsageError("A brief is of two different actors.", remedy="Name another one.")
    day = options.last_day(on, "--on") or options.today()
    with Record(record, read_only=True) as held:
        return compose(held, a, b, on=day, known=options.last_day(known, "--known"), options=asked)


def _write_works(made: Brief, path: Path) -> None:
    from detente.brief.styles import cited_works
    from detente.exports.bibliography import write_works

    write_works(cited_works(made), path)
    typer.echo(str(path), err=True)
