"""Events taken apart and put together on the pages, what is undone, and how the log tells of it."""

from __future__ import annotations

import detente
from detente.web.pages.desk import alike
from web_record import sign_in, token


def recognition(client) -> dict:
    acts = client.get("/r/RUS/TALIBAN.json").json()["events"]
    return next(row for row in acts if row["kind"] == "recognise")


def judged(client, action: str, subject: str, **more: object):
    form = {"csrf": token(client, "/review"), "action": action, "subject": subject, "back": "/review/log"}
    return client.post("/review/judge", data=form | more)


def entries(client) -> list[dict]:
    return client.get("/review/log.json").json()["judgements"]


def recognitions(client) -> list[str]:
    acts = client.get("/r/RUS/TALIBAN.json").json()["events"]
    return sorted(row["date"] for row in acts if row["kind"] == "recognise")


def test_an_event_is_split_merged_again_and_both_undone(guarded):
    sign_in(guarded)
    event = recognition(guarded)
    assert len(event["claim_ids"]) == 2
    other = event["claim_ids"][0]
    page = guarded.get(f"/review/e/{event['id']}").text
    assert all(claim in page for claim in event["claim_ids"])
    assert judged(guarded, "split", event["id"], claims=[other]).headers["location"] == "/review/log"
    assert recognitions(guarded) == ["2025-07-03", "2025-07-04"]
    assert "1 of 2 claims told of another act" in guarded.get("/review/log").text

    first, second = (r for r in guarded.get("/r/RUS/TALIBAN.json").json()["events"] if r["kind"] == "recognise")
    assert second["id"] in guarded.get(f"/review/e/{first['id']}").text
    judged(guarded, "merge", first["id"], **{"with": [second["id"]]})
    assert len(recognitions(guarded)) == 1
    assert "with 1 other event" in guarded.get("/review/log").text

    for _ in range(2):
        last = next(row for row in reversed(entries(guarded)) if row["in_force"] and row["action"] != "undo")
        assert last["id"] in guarded.get("/review").text, "the page does not offer to undo the last judgement"
        judged(guarded, "undo", last["id"])
    assert len(recognitions(guarded)) == 1
    assert [row["action"] for row in entries(guarded)] == ["split", "merge", "undo", "undo"]


def test_nothing_ticked_is_told_and_writes_nothing(guarded):
    sign_in(guarded)
    event = recognition(guarded)
    for action in ("split", "merge"):
        answer = judged(guarded, action, event["id"])
        assert answer.status_code == 400
        assert "Nothing was ticked" in answer.text
    assert judged(guarded, "split", event["id"], claims=event["claim_ids"]).status_code == 400
    assert entries(guarded) == []


def test_an_event_that_is_not_there_has_no_desk(guarded):
    sign_in(guarded)
    assert guarded.get("/review/e/e-none").status_code == 404
    assert guarded.get("/review/e/%00").status_code == 404


def test_a_reader_has_no_desk(guarded):
    sign_in(guarded, "ben")
    assert guarded.get(f"/review/e/{recognition(guarded)['id']}").status_code == 403


def test_what_may_be_the_same_act_stands_with_the_nearest_in_time_first(made):
    with detente.open(made, read_only=True) as record:
        row = next(r for r in record.events("RUS", "TALIBAN").to_pylist() if r["kind"] == "delist-terrorist")
        others = alike(record, row)
    assert row["id"] not in {other["id"] for other in others}
    assert {"delist-terrorist"} <= {other["kind"] for other in others}
    days = [other["date"] for other in others if other["date"]]
    assert days[0] == min(days, key=lambda day: abs(int(day[:4]) - int(row["date"][:4])))


def test_only_ones_own_last_judgement_is_offered_to_be_undone(guarded, users):
    users.put("eve", "a long enough password", "reviewer")
    sign_in(guarded)
    judged(guarded, "accept", recognition(guarded)["id"])
    assert "Your last: accept" in guarded.get("/review").text
    sign_in(guarded, "eve")
    assert "Your last" not in guarded.get("/review").text
