"""``detente serve``, ``detente publish`` and ``detente user``."""

from __future__ import annotations

import builtins

import pytest

from detente.cli.app import run
from detente.web.security import Users


def test_publishing_tells_how_many_pages_a_second(record_file, tmp_path, capsys):
    assert run(["publish", str(tmp_path / "site"), "--record", str(record_file)]) == 0
    told = capsys.readouterr()
    assert told.out.strip() == str(tmp_path / "site" / "index.html")
    assert " pages in " in told.err
    assert " a second" in told.err


@pytest.mark.parametrize("host", ["0.0.0.0", "192.0.2.7", "atlas.example.org"])
def test_serving_to_others_needs_users(record_file, host, capsys):
    assert run(["serve", "--host", host, "--record", str(record_file)]) == 2
    assert "detente user NAME" in capsys.readouterr().err


def test_serving_with_an_empty_file_of_users_is_refused(record_file, tmp_path, capsys):
    assert run(["serve", "--users", str(tmp_path / "none.json"), "--record", str(record_file)]) == 2
    assert "Nobody can sign in yet" in capsys.readouterr().err


def test_a_record_that_is_not_there_is_told_at_once(tmp_path, capsys):
    assert run(["serve", "--record", str(tmp_path / "none.duckdb")]) == 1
    assert "no such record" in capsys.readouterr().err


def test_a_user_is_made_with_a_role(tmp_path, monkeypatch):
    monkeypatch.setenv("DETENTE_PASSWORD", "a long enough password")
    path = tmp_path / "users.json"
    assert run(["user", "ada", "--users", str(path)]) == 0
    assert run(["user", "ben", "--users", str(path), "--role", "reader"]) == 0
    held = Users.load(path)
    assert (held.get("ada").reviews, held.get("ben").reviews) == (True, False)
    assert run(["user", "eve", "--users", str(path), "--role", "queen"]) == 2


@pytest.mark.parametrize("command", [["serve"], ["publish", "site"]])
def test_without_the_install_group_the_commands_say_what_to_install(command, monkeypatch, capsys):
    real = builtins.__import__

    def without(name, *rest, **more):
        if name == "fastapi":
            raise ImportError(name)
        return real(name, *rest, **more)

    monkeypatch.setattr(builtins, "__import__", without)
    assert run(command) == 1
    assert "pip install 'detente[web]'" in capsys.readouterr().err
