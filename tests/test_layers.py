"""Imports point only downward in the list of layers; each layer may import those above it in this list."""

import ast
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "src" / "detente"

LAYERS = (
    ("model",),
    ("errors",),
    ("dates",),
    ("codebook",),
    ("actors",),
    ("documents",),
    ("reading",),
    ("tables",),
    ("ledger",),
    ("status",),
    ("words",),
    ("prose",),
    ("evidence",),
    ("scale",),
    ("streams",),
    ("trend",),
    ("outlook",),
    ("checking",),
    ("record",),
    ("exports",),
    ("coding",),
    ("charts",),
    ("brief",),
    ("web",),
    ("cli",),
    ("__init__", "__main__"),
)
HEIGHT = {name: height for height, layer in enumerate(LAYERS) for name in layer}
MODULES = sorted(path.relative_to(PACKAGE) for path in PACKAGE.rglob("*.py"))


def layer_of(module: str) -> str:
    """The layer of a dotted module name inside detente, as "dates" for "detente.dates.grammar"."""
    parts = module.split(".")
    return parts[1] if len(parts) > 1 else "__init__"


def imported(path: Path) -> list[tuple[int, str]]:
    """The detente modules that a file imports anywhere in it, each with its line."""
    package = ["detente", *path.relative_to(PACKAGE).with_suffix("").parts[:-1]]
    found: list[tuple[int, str]] = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found += [(node.lineno, alias.name) for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else []
            module = ".".join([*base, *([node.module] if node.module else [])])
            found += [
                (node.lineno, f"{module}.{alias.name}" if module == "detente" else module) for alias in node.names
            ]
    return [(line, name) for line, name in found if name.split(".")[0] == "detente" and name != "detente.__version__"]


@pytest.mark.parametrize("module", MODULES, ids=str)
def test_a_module_belongs_to_a_layer(module: Path) -> None:
    assert module.with_suffix("").parts[0] in HEIGHT


@pytest.mark.parametrize("module", MODULES, ids=str)
def test_a_module_imports_only_from_its_own_layer_and_those_below(module: Path) -> None:
    own = module.with_suffix("").parts[0]
    upward = [
        f"{module}:{line} imports {name}"
        for line, name in imported(PACKAGE / module)
        if layer_of(name) != own and HEIGHT.get(layer_of(name), len(LAYERS)) >= HEIGHT[own]
    ]
    assert not upward


def test_the_training_code_and_the_tests_are_never_imported_by_the_package() -> None:
    foreign = {"training", "tests", "benchmarks", "corpus"}
    for module in MODULES:
        tree = ast.parse((PACKAGE / module).read_text(encoding="utf-8"))
        names = {
            alias.name.split(".")[0] for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names
        }
        names |= {(node.module or "").split(".")[0] for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
        assert not names & foreign, module


def test_an_upward_import_is_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(globals(), "PACKAGE", tmp_path)
    (tmp_path / "dates").mkdir()
    source = "from detente import record\nfrom detente.cli.app import run\nfrom ..ledger import store\nimport json\n"
    (tmp_path / "dates" / "grammar.py").write_text(source)
    names = [name for _, name in imported(tmp_path / "dates" / "grammar.py")]
    assert names == ["detente.record", "detente.cli.app", "detente.ledger"]
