"""The notebook of the examples, cell after cell as plain code: a kernel would be one more thing to install."""

from __future__ import annotations

import ast
import json
from pathlib import Path
from typing import Any

import pytest

EXAMPLES = Path(__file__).parent.parent / "examples"


def run_cell(source: str, names: dict[str, Any]) -> Any:
    """Run a cell and give the value of its last line, where that is an expression, as a notebook does."""
    tree = ast.parse(source)
    last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
    exec(compile(tree, "cell", "exec"), names)
    return eval(compile(ast.Expression(last.value), "cell", "eval"), names) if isinstance(last, ast.Expr) else None


@pytest.mark.parametrize("path", sorted(EXAMPLES.glob("*.ipynb")), ids=lambda path: path.name)
def test_the_notebook_runs_from_documents_to_figures(path, monkeypatch):
    monkeypatch.chdir(EXAMPLES)
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    names: dict[str, Any] = {}
    shown = [run_cell("".join(cell["source"]), names) for cell in cells if cell["cell_type"] == "code"]
    assert shown[0][0][0] == "russia-taliban.md"
    assert shown[0][0][1] > 0
    assert shown[-1] == ["brief.html", "timeline.json", "standings.graphml"]
    figures = [value.to_dict() for value in shown if hasattr(value, "to_dict") and hasattr(value, "mark_bar")]
    assert len(figures) == 2
    assert all(figure["datasets"] and next(iter(figure["datasets"].values())) for figure in figures)


def test_no_output_is_kept_in_a_notebook():
    for path in EXAMPLES.glob("*.ipynb"):
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        assert not any(cell.get("outputs") or cell.get("execution_count") for cell in cells)
