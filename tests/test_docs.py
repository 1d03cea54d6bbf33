"""The pages: links lead somewhere, every command is explained, and what is generated is not stale."""

import importlib.util
import re
import types
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("examples/*.md")])
LINK = re.compile(r"\]\((?!https?:|#|mailto:)([^)#\s]+)")


@pytest.fixture(scope="module")
def generate() -> types.ModuleType:
    spec = importlib.util.spec_from_file_location("generate_docs", ROOT / "docs" / "generate.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_somewhere(page: Path) -> None:
    links = LINK.findall(page.read_text(encoding="utf-8"))
    assert [link for link in links if not (page.parent / link).exists()] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_pages_name_no_place_of_one_machine(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    assert not re.search(r"(?<![\w.])/(?:home|root|tmp|work|Users)/", text)


def test_every_page_can_be_reached_from_the_index() -> None:
    reached, ahead = set(), [ROOT / "docs" / "index.md"]
    while ahead:
        page = ahead.pop()
        if page in reached or page.suffix != ".md":
            continue
        reached.add(page)
        ahead += [(page.parent / link).resolve() for link in LINK.findall(page.read_text(encoding="utf-8"))]
    assert set(ROOT.glob("docs/**/*.md")) <= reached


def test_the_command_reference_is_not_stale(generate: types.ModuleType) -> None:
    assert generate.REFERENCE.read_text(encoding="utf-8") == generate.reference(), "run: make docs"


def test_every_command_and_option_is_explained() -> None:
    import typer.main

    from detente.cli.app import app

    for name, command in typer.main.get_command(app).commands.items():  # type: ignore[attr-defined]
        assert command.help, name
        assert [f"{name} {option.name}" for option in command.params if not option.help] == []


def test_every_command_has_its_line_in_some_page_that_is_not_generated() -> None:
    import typer.main

    from detente.cli.app import app

    said = "\n".join(page.read_text(encoding="utf-8") for page in PAGES if page.name != "cli.md")
    commands = typer.main.get_command(app).commands  # type: ignore[attr-defined]
    assert [name for name in commands if f"detente {name}" not in said] == []


def test_a_block_is_filled_in_anew_and_the_rest_is_left(generate: types.ModuleType) -> None:
    page = "Before.\n\n<!-- output: detente x | tail -n 1 -->\nold\n<!-- end -->\n\nAfter.\n"
    made = generate.with_blocks(page, lambda line: f"ran {line}\n")
    inside = (
        "<!-- output: detente x | tail -n 1 -->\n```console\n$ detente x | tail -n 1\nran detente x | tail -n 1\n```\n"
    )
    assert made == f"Before.\n\n{inside}<!-- end -->\n\nAfter.\n"
    assert generate.with_blocks(made, lambda line: f"ran {line}\n") == made


def test_the_lock_names_no_address() -> None:
    assert not re.search(r"://|index", (ROOT / "requirements.lock").read_text(encoding="utf-8"))


def test_the_lock_has_every_requirement() -> None:
    import tomllib

    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = [*project["dependencies"], *(one for extra in project["optional-dependencies"].values() for one in extra)]
    names = {re.split(r"[<>=\[~! ]", one, maxsplit=1)[0].lower().replace("_", "-") for one in wanted} - {"detente"}
    locked = set(re.findall(r"^([a-z0-9._-]+)==", (ROOT / "requirements.lock").read_text(encoding="utf-8"), re.M))
    assert names <= locked, "run: make lock"
