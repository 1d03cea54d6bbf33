"""Word, PDF and TeX out of a brief's Markdown: pandoc makes Word and TeX, Typst sets the PDF.

Both come as wheels in the install group ``brief`` and run without a network. What pandoc may take from the Markdown is
a short list, without raw HTML or TeX, so that nothing in a document can speak to a writer.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path
from typing import Literal

from detente.brief import docx_dress, markdown, styles
from detente.brief.nouns import Brief, Picture
from detente.brief.styles import Source
from detente.errors import MissingExtra, UsageError

FORMAT = (
    "markdown_strict-raw_html+footnotes+pipe_tables+implicit_figures+link_attributes+header_attributes"
    "+all_symbols_escapable+intraword_underscores+space_in_atx_header"
)
PNG_DOTS = 220  # an inch, of the picture that old versions of Word show instead of the vectors


def needed(what: str) -> None:
    """Raise MissingExtra where pandoc or Typst is not installed."""
    try:
        import pypandoc
        import typst  # noqa: F401

        pypandoc.get_pandoc_path()
    except (ImportError, OSError) as error:
        raise MissingExtra("brief", what) from error


def image(picture: Picture) -> str:
    """A picture in the Markdown that pandoc reads, from a file in the folder it works in."""
    caption, told = markdown.escaped(picture.caption), picture.alternative.replace('"', "'").replace("\\", "/")
    return f'![{caption}]({picture.name}.svg){{alt="{told}"}}'


def docx(source: Source, brief: Brief, path: Path) -> list[Path]:
    """A Word document with Word's own footnotes."""
    with _folder(source, brief, "png") as folder:
        dress = folder / "reference.docx"
        dress.write_bytes(docx_dress.reference(_run(["--print-default-data-file", "reference.docx"], folder), brief))
        made = _convert(source, folder, "docx", ["--reference-doc", str(dress)], "brief.docx", vectors="png")
        docx_dress.finish(made, brief, folder)
        _move(made, path)
    return [path]


def pdf(source: Source, brief: Brief, path: Path) -> list[Path]:
    """A typeset PDF, tagged, with its title and language."""
    import typst

    with _folder(source, brief) as folder:
        body = _convert(source, folder, "typst", [], "body.typ").read_text(encoding="utf-8")
        page = (files("detente") / "brief" / "templates" / "page.typ").read_text(encoding="utf-8")
        values = {
            "title": brief.title,
            "date": brief.on.isoformat(),
            "lang": brief.language,
            "subtitle": brief.subtitle,
        }
        (folder / "values.json").write_text(json.dumps(values), encoding="utf-8")
        for picture in brief.pictures:
            told = json.dumps(picture.alternative, ensure_ascii=False)
            body = body.replace(f'image("{picture.name}.svg"', f'image("{picture.name}.svg", alt: {told}')
        main, made = folder / "main.typ", folder / "brief.pdf"
        main.write_text(page + "\n" + body, encoding="utf-8")
        try:
            typst.compile(str(main), output=str(made), root=str(folder), pdf_standards=["ua-1"])
        except typst.TypstError:  # a user's own template may skip a level of heading, which that standard forbids
            typst.compile(str(main), output=str(made), root=str(folder))
        _move(made, path)
    return [path]


def tex(source: Source, brief: Brief, path: Path) -> list[Path]:
    """A LaTeX file to be edited, with its pictures as PDF beside it."""
    with _folder(source, brief, "pdf") as folder:
        extra = ["--standalone", "-V", "documentclass=article", "-V", "papersize=a4", "-V", "geometry=margin=2.5cm"]
        extra += ["-M", f"title-meta={brief.title}", "-M", f"lang={brief.language}-GB", "--shift-heading-level-by=-1"]
        made = _convert(source, folder, "latex", extra, "brief.tex", vectors="pdf")
        text, beside = made.read_text(encoding="utf-8"), [path]
        for picture in brief.pictures:
            name = f"{path.stem}-{picture.name}.pdf"
            if f"{{{picture.name}.pdf}}" in text:
                text = text.replace(f"{{{picture.name}.pdf}}", f"{{{name}}}")
                _move(folder / f"{picture.name}.pdf", path.with_name(name))
                beside.append(path.with_name(name))
        made.write_text(text, encoding="utf-8")
        _move(made, path)
    return beside


def html_body(source: Source) -> str:
    """The inside of an HTML page with citations set in a CSL style."""
    with _workplace(source) as folder:
        return _convert(source, folder, "html5", ["--section-divs"], "body.html").read_text(encoding="utf-8")


def cited_markdown(brief: Brief, style: str, template: Path | None, beside: markdown.Image) -> str:
    """Markdown with citations set in a CSL style."""
    source = styles.source(brief, style, template, beside)
    with _workplace(source) as folder:
        plain = "markdown_strict+footnotes+pipe_tables"
        return _convert(source, folder, plain, ["--wrap=none"], "body.md").read_text(encoding="utf-8")


@contextmanager
def _workplace(source: Source) -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="detente-brief-") as made:
        folder = Path(made)
        (folder / "brief.md").write_text(source.text, encoding="utf-8")
        (folder / "references.json").write_text(json.dumps(list(source.references)), encoding="utf-8")
        yield folder


@contextmanager
def _folder(source: Source, brief: Brief, also: Literal["png", "pdf"] | None = None) -> Iterator[Path]:
    """A folder with the Markdown, its references and the pictures, as SVG and in another format."""
    with _workplace(source) as folder:
        for picture in brief.pictures:
            (folder / f"{picture.name}.svg").write_text(picture.svg, encoding="utf-8")
            if also:
                _drawn(folder, picture, also)
        yield folder


def _drawn(folder: Path, picture: Picture, format: Literal["png", "pdf"]) -> None:
    """The picture on a page of its own size, by Typst."""
    import typst

    page = folder / f"{picture.name}.typ"
    page.write_text(
        f'#set page(width: auto, height: auto, margin: 0pt)\n#image("{picture.name}.svg")\n', encoding="utf-8"
    )
    dots = float(PNG_DOTS) if format == "png" else None
    typst.compile(str(page), output=str(folder / f"{picture.name}.{format}"), root=str(folder), format=format, ppi=dots)


def _convert(
    source: Source, folder: Path, to: str, extra: Sequence[str], name: str, *, vectors: str | None = None
) -> Path:
    """Have pandoc write the Markdown as a format into a file of the folder."""
    if vectors:
        markdown_file = folder / "brief.md"
        text = markdown_file.read_text(encoding="utf-8").replace(".svg){alt=", f".{vectors}){{alt=")
        markdown_file.write_text(text, encoding="utf-8")
    cites = ["--citeproc", "--bibliography", "references.json"] if source.cites else []
    if source.cites and source.style:
        cites += ["--csl", str(source.style.resolve())]
    reads = FORMAT + ("+citations" if source.cites else "")
    reads = reads.replace("+implicit_figures", "") if to.startswith("markdown") else reads
    _run(["brief.md", "--from", reads, "--to", to, "--output", name, *cites, *extra], folder)
    return folder / name


def _run(arguments: Sequence[str], folder: Path) -> bytes:
    """Run pandoc in a folder, without its network; its complaints become an error with its words."""
    import subprocess

    import pypandoc

    done = subprocess.run(
        [pypandoc.get_pandoc_path(), "--sandbox=false", *arguments], cwd=folder, capture_output=True, check=False
    )
    if done.returncode:
        told = done.stderr.decode("utf-8", "replace").strip().splitlines()
        remedy = "Check the style or template, or write .md and convert that."
        raise UsageError(f"Pandoc could not write it: {told[0] if told else 'no reason given'}.", remedy=remedy)
    return done.stdout


def _move(made: Path, path: Path) -> None:
    """Put a made file in its place, whole or not at all."""
    beside = path.with_name(path.name + ".part")
    try:
        beside.write_bytes(made.read_bytes())
        beside.replace(path)
    except OSError:
        beside.unlink(missing_ok=True)
        raise
