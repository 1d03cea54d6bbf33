"""The index of published pages: whatever a record holds, its words lead to its lines and its files are plain calls."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import detente
from detente.web.plainsearch import COMMON, LINES, Line, folded, index, indexed, lines

CALL = re.compile(r"detenteSearch\.(about|words|lines)\((.*)\);\n", re.ASCII)


def read(files) -> tuple[dict, dict[str, list[int]], list[list[str]]]:
    """An index as a browser reads it: what it is about, the numbers of the lines of each word, the lines."""
    about, words, held = {}, {}, {}
    for name, text in files:
        function, values = CALL.fullmatch(text).groups()
        given_values = json.loads(f"[{values}]")
        if function == "about":
            about = given_values[0]
        elif function == "lines":
            held[given_values[0]] = given_values[1]
            assert name == f"search/l-{given_values[0]}.js"
        else:
            assert name == f"search/w-{given_values[0]}.js"
            for word, steps in given_values[1]:
                assert word.encode().hex().startswith(given_values[0])
                words[word] = [sum(steps[: n + 1]) for n in range(len(steps))]
    return about, words, [line for file in sorted(held) for line in held[file]]


@given(st.lists(st.tuples(st.sampled_from("ab"), st.text(max_size=40)), max_size=30))
def test_every_word_of_every_line_leads_to_it(found):
    given_lines = [Line(sort, text, f"{n}.html") for n, (sort, text) in enumerate(sorted(found))]
    about, words, held = read(index(given_lines))
    assert [line[1] for line in held] == [line.href for line in given_lines]
    for number, line in enumerate(given_lines):
        for word in indexed(line.text):
            assert number in words[word]
        low, high = about["sorts"][line.sort]
        assert low <= number < high
    assert all(numbers == sorted(set(numbers)) for numbers in words.values())


def test_many_lines_stand_in_several_files():
    names = [name for name, _ in index(Line("passage", f"line {n}", "x.html") for n in range(2 * LINES + 1))]
    assert [name for name in names if name.startswith("search/l-")] == [
        "search/l-0.js",
        "search/l-1.js",
        "search/l-2.js",
    ]


@pytest.mark.parametrize(
    ("text", "same"), [("Détente", "detente"), ("ĐÀ NẴNG", "đa nang"), ("ﬁre", "fire"), ("İzmir", "izmir"), ("Ⅳ", "iv")]
)
def test_marks_and_capitals_make_no_difference(text, same):
    assert folded(text) == same


@pytest.mark.parametrize(
    "text", ["</script><script>alert(1)", "\u2028", "__proto__ constructor", '");alert(1);("', "\ud800"]
)
def test_no_text_is_more_than_a_value_in_a_file(text):
    files = list(index([Line("passage", text, "x.html", text, text)]))
    _, _, held = read(files)
    assert held[0][0] == text
    assert all(body.isascii() for _, body in files)


def test_a_record_has_its_actors_relations_documents_acts_and_passages_in_it(made):
    with detente.open(made, read_only=True) as record:
        found = list(lines(record, [("RUS", "TALIBAN")], {"r/RUS/TALIBAN": ()}))
    assert [line.sort for line in found] == sorted(
        (line.sort for line in found), key=["actor", "relation", "document", "act", "passage"].index
    )
    relation = next(line for line in found if line.sort == "relation")
    assert (relation.text, relation.href) == ("Russia and the Taliban", "r/RUS/TALIBAN.html")
    assert {"russian", "federation"} <= indexed(relation.more)
    assert any("3 July 2025: Russia recognises" in line.text for line in found if line.sort == "act")


def test_what_is_left_out_is_the_same_in_the_script():
    script = Path(detente.__file__).parent / "web" / "static" / "search.js"
    assert "about.common" in script.read_text(encoding="utf-8")
    assert not indexed(" ".join(COMMON))
