"""Who may do what: passwords, cookies, roles, forged forms, hosts, sizes and rates."""

from __future__ import annotations

import json
import stat

import pytest
from starlette.testclient import TestClient

from detente.errors import UsageError
from detente.web.app import Settings, create
from detente.web.guard import MAX_BODY, MAX_PATH, MAX_QUERY, POLICY
from detente.web.holder import Holder
from detente.web.security import COOKIE, Rate, Users
from web_record import PASSWORD, sign_in, token


def test_a_password_is_kept_as_a_hash_in_a_file_for_its_owner_alone(users):
    text = users.path.read_text()
    assert PASSWORD not in text
    assert "$argon2id$" in text
    assert stat.S_IMODE(users.path.stat().st_mode) == 0o600


@pytest.mark.parametrize(
    ("name", "password", "found"),
    [("ada", PASSWORD, True), ("ada", PASSWORD + "x", False), ("nobody", PASSWORD, False), ("ada", "", False)],
)
def test_only_the_right_password_is_taken(users, name, password, found):
    assert bool(Users.load(users.path).check(name, password)) is found


@pytest.mark.parametrize("name", ["", "x" * 81, "a\nb"])
def test_a_name_that_cannot_be_signed_with_is_refused(users, name):
    with pytest.raises(UsageError):
        users.put(name, PASSWORD, "reader")


def test_a_short_password_is_refused(users):
    with pytest.raises(UsageError, match="10 to"):
        users.put("carl", "short", "reader")


@pytest.mark.parametrize("held", ["", "[]", '{"users": 3}', "nonsense"])
def test_a_file_that_is_none_of_users_is_told(tmp_path, held):
    path = tmp_path / "users.json"
    path.write_text(held)
    with pytest.raises(UsageError, match="not a file of users"):
        Users.load(path)


def test_a_forged_cookie_is_nobody(users):
    cookie = users.sign(users.get("ada"))
    assert users.signed(cookie).name == "ada"
    assert users.signed(cookie[:-2] + "xx") is None
    assert users.signed("x" * 5000) is None
    other = Users(users.path, {}, "another key")
    assert other.signed(cookie) is None


def test_whoever_was_removed_is_signed_out(users):
    cookie = users.sign(users.get("ben"))
    held = json.loads(users.path.read_text())
    held["users"] = [row for row in held["users"] if row["name"] != "ben"]
    users.path.write_text(json.dumps(held))
    assert Users.load(users.path).signed(cookie) is None


@pytest.mark.parametrize(
    "page", ["/", "/r/RUS/TALIBAN", "/documents", "/search?q=x", "/brief", "/review", "/review/log"]
)
def test_with_users_a_stranger_reads_nothing(guarded, page):
    answer = guarded.get(page)
    assert answer.status_code == 303
    assert answer.headers["location"].startswith("/sign-in?then=")


@pytest.mark.parametrize("page", ["/r/RUS/TALIBAN.json", "/r/RUS/TALIBAN.csv", "/changes.atom", "/review/log.json"])
def test_with_users_a_strange_program_is_told_so(guarded, page):
    assert guarded.get(page).status_code == 401


def test_signing_in_leads_back_and_sets_a_cookie_that_no_script_reads(guarded):
    answer = sign_in(guarded, then="/r/RUS/TALIBAN?on=2025-08-01")
    assert answer.headers["location"] == "/r/RUS/TALIBAN?on=2025-08-01"
    cookie = answer.headers["set-cookie"].lower()
    assert cookie.startswith(COOKIE)
    assert "httponly" in cookie
    assert "samesite=lax" in cookie
    assert guarded.get("/r/RUS/TALIBAN").status_code == 200
    assert "private" in guarded.get("/r/RUS/TALIBAN").headers["cache-control"]


@pytest.mark.parametrize(
    "then", ["//evil.example", "https://evil.example", "/\\evil.example", "javascript:alert(1)", "/a\nb"]
)
def test_signing_in_leads_nowhere_else(guarded, then):
    assert sign_in(guarded, then=then).headers["location"] == "/"


def test_a_wrong_password_is_told_without_saying_what_was_wrong(guarded):
    wrong, nobody = sign_in(guarded, password="not this one at all"), sign_in(guarded, name="nobody")
    assert wrong.status_code == nobody.status_code == 401
    assert "do not go together" in wrong.text


def test_passwords_cannot_be_tried_without_end(guarded):
    codes = [sign_in(guarded, password="not this one at all").status_code for _ in range(12)]
    assert codes[0] == 401
    assert codes[-1] == 429


def test_a_reader_cannot_review(guarded):
    sign_in(guarded, "ben")
    for page in ("/review", "/review/log", "/review/d/d-1"):
        assert guarded.get(page).status_code == 403
    csrf = guarded.get("/").text.partition('name="csrf" value="')[2].partition('"')[0]
    data = {"csrf": csrf, "action": "accept", "subject": "e-1"}
    assert guarded.post("/review/judge", data=data).status_code == 403


@pytest.mark.parametrize(
    ("headers", "with_token", "status"),
    [
        ({}, True, 303),
        ({}, False, 403),
        ({"Origin": "http://evil.example"}, True, 403),
        ({"Sec-Fetch-Site": "cross-site"}, True, 403),
        ({"Origin": "http://localhost", "Sec-Fetch-Site": "same-origin"}, True, 303),
    ],
)
def test_a_forged_form_writes_nothing(guarded, headers, with_token, status):
    sign_in(guarded)
    event = guarded.get("/r/RUS/TALIBAN.json").json()["events"][0]["id"]
    data = {"csrf": token(guarded, "/review") if with_token else "x", "action": "accept", "subject": event}
    assert guarded.post("/review/judge", data=data, headers=headers).status_code == status
    written = guarded.get("/review/log.json").json()["judgements"]
    assert len(written) == (status == 303)


def test_a_correction_changes_the_status_and_stands_in_the_log_until_it_is_undone(guarded):
    sign_in(guarded)
    known = guarded.get("/documents.json").json()["documents"]
    document = next(row["id"] for row in known if row["file"] == "russia-taliban.md")
    claim = next(c for c in guarded.get(f"/d/{document}.json").json()["claims"] if c["kind"] == "list-terrorist")
    form = {"csrf": token(guarded, f"/review/d/{document}"), "subject": claim["id"], "back": f"/review/d/{document}"}
    fields = {"kind": "list-terrorist", "initiators": "RUS", "targets": "TALIBAN", "modality": "happened", "level": ""}
    answer = guarded.post(
        "/review/judge",
        data=form | fields | {"action": "correct", "date": "2003-02-14", "reason": "The court's own page"},
    )
    assert answer.headers["location"] == f"/review/d/{document}"
    assert _since(guarded) == "2003-02-14"
    entry = guarded.get("/review/log.json").json()["judgements"][0]
    assert (entry["reviewer"], entry["action"], entry["reason"]) == ("ada", "correct", "The court's own page")
    guarded.post("/review/judge", data=form | {"action": "undo", "subject": entry["id"]})
    assert _since(guarded) == "2003-02"
    assert len(guarded.get("/review/log.json").json()["judgements"]) == 2


def _since(client: TestClient) -> str:
    lines = client.get("/r/RUS/TALIBAN.json?on=2010-01-01").json()["status"]
    return next(line["since"] for line in lines if line["dimension"] == "listing")


@pytest.mark.parametrize(
    ("form", "status"),
    [
        ({"action": "split", "subject": "e-1"}, 400),
        ({"action": "accept", "subject": "e-none"}, 500),
        ({"action": "correct", "subject": "c-none", "kind": "recognise"}, 404),
    ],
)
def test_a_judgement_that_cannot_be_taken_is_told(guarded, form, status):
    sign_in(guarded)
    answer = guarded.post("/review/judge", data=form | {"csrf": token(guarded, "/review")})
    assert answer.status_code in (status, 404, 400)
    assert guarded.get("/review/log.json").json()["judgements"] == []


def test_signing_out_forgets_the_cookie(guarded):
    sign_in(guarded)
    answer = guarded.post("/sign-out", data={"csrf": token(guarded, "/review")})
    assert answer.status_code == 303
    assert guarded.get("/").status_code == 303


@pytest.mark.parametrize(
    ("host", "status"),
    [("localhost", 200), ("127.0.0.1:8765", 200), ("[::1]:80", 200), ("evil.example", 421), ("", 421)],
)
def test_a_server_answers_only_to_its_own_names(client, host, status):
    assert client.get("/", headers={"Host": host}).status_code == status


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/" + "a" * MAX_PATH, 414),
        ("/search?q=" + "a" * MAX_QUERY, 414),
        ("/search?" + "&".join(f"a{n}=1" for n in range(500)), 200),
    ],
)
def test_addresses_have_a_length(client, address, status):
    assert client.get(address).status_code == status


def test_bodies_have_a_size_whether_it_is_told_or_not(client):
    assert client.post("/sign-in", content=b"x" * (MAX_BODY + 1)).status_code == 413

    def endless():
        for _ in range(100):
            yield b"name=" + b"x" * 4096

    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    assert client.post("/sign-in", content=endless(), headers=headers).status_code == 413


def test_too_many_requests_are_refused_and_said_to_be(made):
    app = create(Holder(made), Settings(rate=1))
    with TestClient(app, base_url="http://localhost") as client:
        answers = [client.get("/static/mark.svg") for _ in range(12)]
    assert answers[0].status_code == 200
    assert answers[-1].status_code == 429
    assert answers[-1].headers["retry-after"] == "1"


def test_one_caller_does_not_use_up_another_ones_rate():
    rate = Rate(0.001, 2, callers=2)
    assert [rate.allows("a") for _ in range(3)] == [True, True, False]
    assert rate.allows("b")


@pytest.mark.parametrize("path", ["/", "/nothing", "/static/detente.css", "/r/RUS/TALIBAN.json", "/sign-in"])
def test_every_answer_forbids_scripts_that_stand_in_a_page(client, path):
    headers = client.get(path).headers
    assert headers["content-security-policy"] == POLICY
    assert "unsafe" not in POLICY
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "DENY"


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH"])
def test_nothing_else_can_be_done(client, method):
    assert client.request(method, "/r/RUS/TALIBAN").status_code == 405
