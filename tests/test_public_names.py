"""What other code may rely on. A name is taken out of these lists only with a line in the changelog."""

import importlib
import subprocess
import sys

import pytest

PUBLIC = {
    "detente": {"Record", "__version__", "open"},
    "detente.model": {
        "ACTIONS",
        "Action",
        "Block",
        "BlockKind",
        "Claim",
        "Document",
        "Event",
        "Evidence",
        "Judgement",
        "MODALITIES",
        "Mark",
        "Modality",
        "Note",
        "Passage",
        "Source",
        "Spell",
    },
    "detente.errors": {
        "ActorError",
        "ClusterError",
        "DamagedDocument",
        "DateError",
        "DetenteError",
        "DocumentError",
        "EmptyDocument",
        "HostileDocument",
        "KindError",
        "LockedDocument",
        "MissingExtra",
        "NoSuchPage",
        "NotThisFormat",
        "QuoteError",
        "ReaderError",
        "RecordBusy",
        "RecordDamaged",
        "RecordError",
        "RecordVersion",
        "TooLarge",
        "UnreadablePath",
        "UsageError",
        "again",
    },
}


def test_detente_exports_these_names_and_no_others() -> None:
    assert set(importlib.import_module("detente").__all__) == PUBLIC["detente"]


@pytest.mark.parametrize(
    ("module", "name"), [(module, name) for module, names in PUBLIC.items() for name in sorted(names)]
)
def test_a_public_name_is_there_and_documented(module: str, name: str) -> None:
    found = getattr(importlib.import_module(module), name)
    if isinstance(found, type):
        assert found.__doc__


@pytest.mark.parametrize("module", ["detente.model", "detente.errors"])
def test_a_module_of_nouns_has_no_name_that_is_not_listed(module: str) -> None:
    found = importlib.import_module(module)
    own = {name for name, value in vars(found).items() if getattr(value, "__module__", None) == module}
    assert own <= PUBLIC[module]


@pytest.mark.parametrize("name", ["Record", "open"])
def test_a_record_has_its_methods(name: str) -> None:
    detente = importlib.import_module("detente")
    assert callable(getattr(detente, name))
    expected = {"read", "events", "timeline", "status", "spells", "compare", "claims", "documents", "add", "close"}
    expected |= {"judge", "judgements", "replay", "queue", "conflicts", "check"}
    assert expected <= {method for method in dir(detente.Record) if not method.startswith("_")}


def test_importing_detente_imports_nothing_heavy() -> None:
    code = "import detente, sys; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert not {"duckdb", "pyarrow", "spacy", "lxml", "pandas"} & set(done.stdout.split())
