"""Files and folders: what is found, what is refused, and with what words."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.documents import limits
from detente.documents.load import document_of, find_files, read_document
from detente.errors import (
    DetenteError,
    DocumentError,
    EmptyDocument,
    NotThisFormat,
    TooLarge,
    UnreadablePath,
)

TEXT = "Russia recognised the new government on 3 July 2025, and an ambassador was received soon after. “Über”.\n"
PAGE = f"<!DOCTYPE html><html><head><meta charset='utf-8'></head><body><p>{TEXT}</p></body></html>"


@pytest.mark.parametrize(
    ("file", "data", "read_as"),
    [
        ("a.html", TEXT, "plain text"),
        ("a.pdf", TEXT, "plain text"),
        ("a.docx", TEXT, "plain text"),
        ("a.txt", PAGE, "HTML"),
        ("a.md", PAGE, "HTML"),
        ("a.pdf", PAGE, "HTML"),
    ],
)
def test_a_wrongly_named_file_is_read_as_what_it_is_with_a_warning(file: str, data: str, read_as: str) -> None:
    document = document_of(data.encode(), file=file)
    assert TEXT.strip() in document.text
    assert f"is {read_as}" in document.warnings[0]
    assert file in document.warnings[0]


@pytest.mark.parametrize("file", ["a.txt", "a.md", "a.html", "noending", "a.log"])
def test_a_file_without_another_name_is_read_without_a_warning(file: str) -> None:
    data = PAGE if file.endswith("html") else TEXT
    assert document_of(data.encode(), file=file).warnings == ()


@pytest.mark.parametrize(
    ("file", "data", "error"),
    [
        ("empty.txt", b"", EmptyDocument),
        ("blank.md", b" \n\t\r\n", EmptyDocument),
        ("zeros.txt", b"\0" * 5000, EmptyDocument),
        ("noise.txt", bytes(range(256)) * 20, NotThisFormat),
        ("picture.txt", b"\x89PNG\r\n\x1a\n" + bytes(range(256)), NotThisFormat),
        ("sheet.xlsx", b"PK\x03\x04" + b"\0" * 100, NotThisFormat),
        ("old.doc", b"\xd0\xcf\x11\xe0" + b"\0" * 100, NotThisFormat),
        ("rich.txt", rb"{\rtf1 Words}", NotThisFormat),
        ("other.xml", b"<?xml version='1.0'?><feed><entry>a</entry></feed>", NotThisFormat),
    ],
)
def test_what_cannot_be_read_is_refused_with_place_and_remedy(
    file: str, data: bytes, error: type[DocumentError]
) -> None:
    with pytest.raises(error) as refused:
        document_of(data, file=file)
    assert refused.value.place == file
    assert refused.value.remedy


def test_a_huge_file_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "huge.txt"
    with path.open("wb") as file:
        file.truncate(limits.MAX_BYTES + 1)
    with pytest.raises(TooLarge, match="MB"):
        read_document(path)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"])
def test_text_is_read_in_its_encoding(encoding: str) -> None:
    assert TEXT.strip() in document_of((TEXT * 3).encode(encoding), file="a.txt").text


def test_a_few_broken_bytes_are_told_of_and_the_rest_is_read() -> None:
    data = (TEXT * 5).encode() + b"\xff\n" + TEXT.encode()
    document = document_of(data, file="a.txt")
    assert "line 6: 1 characters could not be made out" in document.warnings
    assert "Über" in document.text


def test_text_saved_in_the_wrong_encoding_is_repaired() -> None:
    garbled = (TEXT.replace("”", "“") * 4).encode().decode("cp1252").encode()
    document = document_of(garbled, file="a.txt")
    assert "“Über“" in document.text
    assert "cp1252" in document.warnings[0]


def test_a_missing_file_says_so(tmp_path: Path) -> None:
    with pytest.raises(UnreadablePath, match="no such file") as refused:
        read_document(tmp_path / "missing.txt")
    assert str(tmp_path) in str(refused.value)


def test_a_folder_and_a_pipe_are_no_files(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    for path in (tmp_path, tmp_path / "pipe.txt"):
        with pytest.raises(UnreadablePath):
            read_document(path)


def test_a_link_to_itself_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.symlink_to(path)
    with pytest.raises(UnreadablePath):
        read_document(path)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(TEXT)
    path.chmod(0)
    with pytest.raises(UnreadablePath, match="may not"):
        read_document(path)


def make(folder: Path, *names: str) -> None:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(TEXT)


def names(folder: Path, found: list[Path]) -> list[str]:
    return [str(path.relative_to(folder)) for path in found]


def test_folders_give_their_documents_in_order_and_tell_what_they_leave_out(tmp_path: Path) -> None:
    make(tmp_path, "b.txt", "a.md", "sub/c.html", "sub/deep/d.txt", ".hidden.txt", "~$lock.docx", "e.jpg", ".git/f.txt")
    skipped: list[str] = []
    found = list(find_files([tmp_path], on_skip=lambda path, why: skipped.append(path.name)))
    assert names(tmp_path, found) == ["a.md", "b.txt", "sub/c.html", "sub/deep/d.txt"]
    assert {"e.jpg", ".hidden.txt", "~$lock.docx"} <= set(skipped)


def test_links_that_lead_in_a_circle_end(tmp_path: Path) -> None:
    make(tmp_path, "a/x.txt", "b/y.txt")
    (tmp_path / "a/up").symlink_to(tmp_path)
    (tmp_path / "b/a").symlink_to(tmp_path / "a")
    assert names(tmp_path, list(find_files([tmp_path]))) == ["a/x.txt", "b/y.txt"]


def test_globs_files_and_folders_give_each_file_once(tmp_path: Path) -> None:
    make(tmp_path, "a.txt", "b.txt", "c.md", "s/d.txt")
    found = list(find_files([tmp_path / "*.txt", tmp_path / "a.txt", tmp_path, str(tmp_path / "**" / "*.txt")]))
    assert names(tmp_path, found) == ["a.txt", "b.txt", "c.md", "s/d.txt"]


def test_a_named_file_is_given_whatever_its_name(tmp_path: Path) -> None:
    make(tmp_path, "a.xyz")
    assert list(find_files([tmp_path / "a.xyz"])) == [tmp_path / "a.xyz"]


def test_what_is_not_there_is_given_so_that_reading_it_raises_in_its_turn(tmp_path: Path) -> None:
    make(tmp_path, "b.txt")
    found = list(find_files([tmp_path / "missing.txt", tmp_path / "none*.txt", tmp_path]))
    assert names(tmp_path, found) == ["missing.txt", "none*.txt", "b.txt"]


def test_the_same_bytes_have_the_same_id_under_any_name(tmp_path: Path) -> None:
    make(tmp_path, "a.txt", "b.txt")
    assert read_document(tmp_path / "a.txt").id == read_document(tmp_path / "b.txt").id


@settings(deadline=None)  # the first file of a format pays for its imports
@given(st.binary(max_size=300), st.sampled_from(["a.txt", "a.md", "a.html", "a.pdf", "a.docx", "a.xml", "a"]))
def test_any_bytes_give_a_document_or_an_error_meant_for_the_user(data: bytes, file: str) -> None:
    try:
        read = document_of(data, file=file).text
    except DetenteError as error:
        read = error.place or ""
    assert read
