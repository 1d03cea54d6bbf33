"""Writes what can be written from the code: the references, and the outputs and figures of other pages.

python docs/generate.py             write them
python docs/generate.py --check     leave with status 1 where one is stale

Outputs are those of real runs over the example brief, in a record made for the occasion.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
REFERENCE = ROOT / "docs" / "reference" / "cli.md"
CODEBOOK = ROOT / "docs" / "reference" / "codebook.md"
WITH_BLOCKS = (
    ROOT / "README.md",
    *(ROOT / "docs" / name for name in ("tutorial.md", "method/record.md", "method/tables.md")),
)
BLOCK = re.compile(r"(<!-- (?P<what>output|figures):(?P<of>.*?) -->\n).*?(<!-- end -->)", re.S)


def reference() -> str:
    """The page of commands, from their definitions."""
    import typer.main

    from detente.cli.app import app

    group: Any = typer.main.get_command(app)
    parts = [
        "# Commands",
        "*This page is generated from the command definitions: `make docs`.*",
        _paragraphs(group.help),
        _options(group),
        *(_command(name, command) for name, command in _flat(group.commands)),
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def _flat(commands: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    """Every command; those of a group after it, under both names."""
    for name, command in commands.items():
        yield name, command
        inside = getattr(command, "commands", {})
        yield from _flat({f"{name} {inner}": found for inner, found in inside.items()})


def _command(name: str, command: Any) -> str:
    arguments = [param for param in command.params if param.param_type_name == "argument"]
    under = ["COMMAND"] if hasattr(command, "commands") else []
    usage = " ".join(["detente", name, *under, *(param.metavar for param in arguments), "[OPTIONS]"])
    explained = dict.fromkeys(f"- `{param.metavar}`: {param.help}" for param in arguments)
    parts = [f"## detente {name}", f"    {usage}", _paragraphs(command.help), "\n".join(explained), _options(command)]
    return "\n\n".join(part for part in parts if part)


def _options(command: Any) -> str:
    rows = [_option(param) for param in command.params if param.param_type_name == "option" and not param.hidden]
    return "\n".join(["| option | |", "|---|---|", *rows]) if rows else ""


def _option(param: Any) -> str:
    names = ", ".join([*param.opts, *param.secondary_opts])
    value = "" if param.is_flag else f" {param.metavar}".replace("|", "\\|")
    default = None if param.is_flag else getattr(param.default, "value", param.default)
    notes = [
        "Required." if param.required else "",
        param.help,
        f"Default: `{default}`." if default not in (None, False, "") else "",
        f"Also as the variable `{param.envvar}`." if param.envvar else "",
    ]
    return f"| `{names}{value}` | {' '.join(filter(None, notes))} |"


def _paragraphs(text: str | None) -> str:
    return "\n\n".join(" ".join(part.split()) for part in (text or "").split("\n\n"))


def with_blocks(text: str, run: Callable[[str], str]) -> str:
    """A page with each of its generated blocks filled in anew."""

    def fill(block: re.Match[str]) -> str:
        of = block["of"].strip()
        body = f"```console\n$ {of}\n{run(of)}```" if block["what"] == "output" else figures(of)
        return f"{block[1]}{body}\n{block[4]}"

    return BLOCK.sub(fill, text)


def figures(of: str) -> str:
    """The kept measures of some benchmarks, as a table in words."""
    if of == "size":
        return _growth(json.loads((ROOT / "benchmarks" / "size.json").read_text(encoding="utf-8")))
    measured = json.loads((ROOT / "benchmarks" / "measured.json").read_text(encoding="utf-8"))
    rows = [
        (label, text)
        for group in of.split()
        for label, text in FIGURES[group](measured.get(MEASURED.get(group, group), {}))
    ]
    return "\n".join(["| | |", "|---|---|", *(f"| {label} | {text} |" for label, text in rows)])


def _growth(sizes: dict[str, dict[str, float]]) -> str:
    """How costs grow, a column a size."""
    found = sorted(sizes.values(), key=lambda measures: measures["claims"])
    lines = [
        "| claims | " + " | ".join(f"{measures['claims']:,.0f}" for measures in found) + " |",
        "|---|" + "---:|" * len(found),
    ]
    for name, label in _SIZE_LABELS.items():
        cells = [f"{measures[name]:,.0f}" if name in measures else "" for measures in found]
        lines.append(f"| {label} | {' | '.join(cells)} |")
    return "\n".join(lines)


_SIZE_LABELS = {
    "documents": "documents",
    "events": "events",
    "append_rows_per_s": "appended, claims a second",
    "append_cpu_s": "... processor seconds in all",
    "merge_rows_per_s": "merged, claims a second",
    "merge_cpu_s": "... processor seconds in all",
    "fold_rows_per_s": "folded, events a second",
    "fold_cpu_s": "... processor seconds in all",
    "status_ms": "`status`, ms",
    "status_cpu_ms": "... of processor time",
    "status_known_ms": "`status --known`, ms",
    "status_known_cpu_ms": "... of processor time",
    "timeline_ms": "`timeline`, ms",
    "timeline_cpu_ms": "... of processor time",
    "compare_ms": "`compare` of nine, ms",
    "compare_cpu_ms": "... of processor time",
    "compare_all_ms": "`compare` of all states, ms",
    "compare_all_cpu_ms": "... of processor time",
    "one_more_document_ms": "one more document, ms",
    "one_more_document_cpu_ms": "... of processor time",
    "file_mb": "the file, MB",
    "peak_mb": "memory, MB at most",
}


def _claims_figures(found: dict[str, float]) -> list[tuple[str, str]]:
    labels = {
        "precision": "of the claims that are read, right",
        "recall": "of the acts that are told, read",
        "f1": "F1 of the two",
        "dates": "of the acts that are read, with the right date",
        "modality": "... with the right modality",
        "notes": "... with the right note",
    }
    return [(label, f"{found[name]:.2f}") for name, label in labels.items() if name in found]


def _status_figures(found: dict[str, float]) -> list[tuple[str, str]]:
    rows = (
        [("of the days, with the right level of mission, mean over countries", f"{found['mean']:.2f}")] if found else []
    )
    if "seconds" in found:
        rows.append(
            ("reading 227 articles, 121,000 words", f"{found['seconds']:.0f} s, {found['peak_mb']:.0f} MB at most")
        )
    return rows


def _speed_figures(found: dict[str, float]) -> list[tuple[str, str]]:
    labels = {
        "help": "`detente --help`",
        "read_example": "reading the example brief",
        "status_large": "`status` on the record of 227 articles",
    }
    return [(label, f"{found[name]:.1f} s") for name, label in labels.items() if name in found]


def _tables_figures(found: dict[str, float]) -> list[tuple[str, str]]:
    if not found:
        return []
    return [("articles and table", f"{found['days']:.3f} of the days, {found['mean']:.3f} as the mean over countries")]


def _articles_figures(found: dict[str, float]) -> list[tuple[str, str]]:
    return [("articles alone", f"{found['days']:.3f} of the days, {found['mean']:.3f} as the mean over countries")]


FIGURES = {
    "claims": _claims_figures,
    "status": _status_figures,
    "speed": _speed_figures,
    "articles": _articles_figures,
    "tables": _tables_figures,
}


MEASURED = {
    "articles": "status",
    "tables": "articles-and-table",
}  # where a group's figures are kept, if not under its own name


def runner(work: Path) -> Callable[[str], str]:
    """What runs a command line of a page, over a record in the folder given into which the example was read."""
    environment = {**os.environ, "DETENTE_RECORD": str(work / "record.duckdb"), "COLUMNS": "100", "NO_COLOR": "1"}
    environment["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{environment.get('PATH', '')}"
    environment.pop("FORCE_COLOR", None)

    def run(line: str) -> str:
        done = subprocess.run(
            ["bash", "-c", line], env=environment, cwd=ROOT, capture_output=True, text=True, check=False
        )
        if done.returncode:
            raise SystemExit(f"{line} failed: {done.stderr}")
        return "\n".join(line.rstrip() for line in done.stdout.strip("\n").splitlines()) + "\n"

    run("detente read examples/russia-taliban.md")
    return run


def pages() -> dict[Path, str]:
    """Every generated page as it should be."""
    from detente import codebook

    with tempfile.TemporaryDirectory() as work:
        run = runner(Path(work))
        made = {path: with_blocks(path.read_text(encoding="utf-8"), run) for path in WITH_BLOCKS}
    return {REFERENCE: reference(), CODEBOOK: codebook.page(), **made}


def main(arguments: list[str]) -> int:
    """Write the pages, or check them."""
    stale = {
        path: text for path, text in pages().items() if not path.exists() or path.read_text(encoding="utf-8") != text
    }
    for path, text in stale.items():
        if "--check" in arguments:
            print(f"{path.relative_to(ROOT)} is stale: make docs")
        else:
            path.write_text(text, encoding="utf-8")
            print(f"wrote {path.relative_to(ROOT)}")
    return 1 if stale and "--check" in arguments else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
