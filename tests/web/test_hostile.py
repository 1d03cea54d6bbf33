"""Text is hostile: whatever a document, a name or a reviewer says stands on the pages as text and nothing else."""

from __future__ import annotations

from collections import deque
from pathlib import Path

import pytest
from lxml import html as lxml_html
from starlette.testclient import TestClient

import detente
from detente.model import Block, Claim, Document, Mark, Note, Passage, Source
from detente.web.app import Settings, create
from detente.web.holder import Holder
from detente.web.publish import publish

SCRIPT = "<script>alert(1)</script>"
QUOTED = "\"'><img src=x onerror=alert(1)>"
TEMPLATE = "{{ 7 * 191 }}{% raw %}"
ADDRESS = "javascript:alert(1)"
ODD = "\u202egnp.exe\u202c\u0000\ufffe\ue000 ]]> --> </style></title></textarea></svg><svg onload=alert(1)>"
ALL = " ".join((SCRIPT, QUOTED, TEMPLATE, ADDRESS, ODD))
ACTOR = "../../<b onclick=alert(1)>X"


def hostile(number: int, words: str) -> tuple[Document, list[Claim]]:
    """A document in which everything that can hold text holds these words."""
    text = f"{words} recognised {words}.\n\n{words}"
    end = text.index("\n\n")
    source = Source(title=words, author=words, publisher=words, pages=words, address=ADDRESS)
    note = Note(words[:20], 1, end + 2, len(text), (source,))
    document = Document(
        id=f"d-hostile{number}",
        file=f"{words[:80]}.txt".replace("\x00", ""),
        text=text,
        blocks=(Block("heading", 0, end, 1), Block("note", end + 2, len(text))),
        passages=(Passage(0, end, 0, (1,)),),
        notes=(note,),
        marks=(Mark(words[:20], end),),
        title=words,
        author=words,
        publisher=words,
        address=ADDRESS,
        language='en" onclick="alert(1)',
        warnings=(words,),
    )
    claims = [
        Claim(
            f"c-hostile{number}{n}", document.id, document.file, text[:end], 0, end, kind, ("RUS",), (target,),
            date, "happened", speaker=ACTOR, notes=(1,), sources=(source,), about=words, level=level, reader=words,
        )
        for n, (kind, target, date, level) in enumerate(
            [("recognise", "TALIBAN", f"2025-07-0{number + 1}", None), ("sign-agreement", ACTOR, "2025", None),
             ("open-mission", ACTOR, "2024-05", "embassy")]
        )
    ]  # fmt: skip
    return document, claims


@pytest.fixture(scope="module")
def record_of_them(tmp_path_factory) -> Path:
    path = tmp_path_factory.mktemp("hostile") / "record.duckdb"
    with detente.open(path) as record, record.batch():
        for number, words in enumerate((SCRIPT, QUOTED, TEMPLATE, ALL)):
            record.add(*hostile(number, words), reader="hostile")
    return path


OURS = ("/detente.js", "/search.js")


def faults(text: str) -> list[str]:
    """What of a page would run, load or lead outside."""
    tree = lxml_html.document_fromstring(text.encode(), parser=lxml_html.HTMLParser(encoding="utf-8"))
    found = [f"script {s.get('src')}" for s in tree.iter("script") if not (s.get("src") or "").endswith(OURS)]
    found += [f"{e.tag} {name}" for e in tree.iter() for name in e.attrib if str(name).lower().startswith("on")]
    found += [f"element {e.tag}" for e in tree.iter("img", "iframe", "object", "embed", "base", "style")]
    links = [e.get(name) for e in tree.iter() for name in ("href", "src", "action") if e.get(name)]
    found += [f"address {link}" for link in links if "javascript:" in link.lower() or "://" in link]
    found += ["template"] if "1337" in text else []
    return found


def addresses(client: TestClient) -> list[str]:
    """Every page that can be reached from the first one."""
    seen: list[str] = []
    waiting = deque(["/", "/search?q=alert", "/brief?item=r/RUS/TALIBAN", "/nothing/<script>", "/toward/TALIBAN"])
    while waiting:
        address = waiting.popleft()
        if address in seen or len(seen) > 100:
            continue
        seen.append(address)
        answer = client.get(address)
        if answer.headers["content-type"].startswith("text/html"):
            tree = lxml_html.document_fromstring(answer.text)
            waiting += [link.partition("#")[0] for link in tree.xpath("//a/@href") if link.startswith("/")]
    return seen


def test_no_page_holds_anything_but_text_of_a_hostile_record(record_of_them):
    with TestClient(create(Holder(record_of_them), Settings(QUOTED)), base_url="http://localhost") as client:
        reached = addresses(client)
        pages = {address: client.get(address) for address in reached}
    kinds = {address.split("/")[1].split("?")[0] for address in reached}
    assert {"r", "t", "a", "d", "e", "toward", "documents", "conflicts", "changes", "search", "brief"} <= kinds
    for address, answer in pages.items():
        assert answer.status_code in (200, 404), address
        if answer.headers["content-type"].startswith("text/html"):
            assert not faults(answer.text), address
        else:
            assert answer.headers["x-content-type-options"] == "nosniff"


def test_what_is_hostile_is_shown_and_not_swallowed(record_of_them):
    with TestClient(create(Holder(record_of_them), Settings()), base_url="http://localhost") as client:
        text = client.get("/d/d-hostile0").text
    assert "&lt;script&gt;alert(1)&lt;/script&gt; recognised" in text


def test_the_fault_finder_finds_faults():
    assert len(faults(f"<html><body>{SCRIPT}{QUOTED[3:]}<a href='{ADDRESS}'>x</a></body></html>")) >= 4


def test_published_pages_are_as_harmless_and_stay_in_their_folder(record_of_them, tmp_path):
    with detente.open(record_of_them, read_only=True) as record:
        publish(record, tmp_path / "site", name=QUOTED)
    assert [path.name for path in tmp_path.iterdir()] == ["site"]
    for page in (tmp_path / "site").rglob("*.html"):
        assert not faults(page.read_text(encoding="utf-8")), page


def test_reviewing_shows_hostile_claims_and_reasons_as_text(record_of_them, tmp_path, users):
    import shutil

    copy = Path(shutil.copy(record_of_them, tmp_path / "copy.duckdb"))
    users.put("<b onclick=alert(1)>eve", "a long enough password", "reviewer")
    app = create(Holder(copy, writing=True), Settings(users=users))
    with TestClient(app, base_url="http://localhost") as client:
        client.post("/sign-in", data={"name": "<b onclick=alert(1)>eve", "password": "a long enough password"})
        csrf = client.get("/review").text.partition('name="csrf" value="')[2].partition('"')[0]
        form = {"csrf": csrf, "subject": "c-hostile00", "action": "reject", "reason": ALL.replace("\x00", "")}
        assert client.post("/review/judge", data=form).status_code == 200
        for page in ("/review", "/review/log", "/review/d/d-hostile0", "/review/d/d-hostile3"):
            answer = client.get(page)
            assert answer.status_code == 200
            assert not faults(answer.text), page
