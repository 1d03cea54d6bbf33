"""Files of quadruples: what is read, and what is refused with its place."""

from pathlib import Path

import pytest

from detente.errors import UsageError
from detente.outlook.quadruples import read_benchmark, read_names


def write(folder: Path, **files: str) -> list[Path]:
    paths = [folder / f"{name}.txt" for name in files]
    for path, text in zip(paths, files.values(), strict=True):
        path.write_text(text, encoding="utf-8")
    return paths


def test_hours_become_consecutive_days_and_more_columns_are_ignored(tmp_path: Path) -> None:
    paths = write(tmp_path, train="0\t1\t2\t24\t-1\n3  \t0 \t 1\t0\t-1\n", valid="1 0 2 72\n", test="2 1 4 96\n")
    read = read_benchmark(*paths)
    assert read.train.day.tolist() == [0, 1]
    assert (read.valid.day.tolist(), read.test.day.tolist()) == ([3], [4])
    assert (read.actors, read.relations) == (5, 2)


def test_names_are_read_by_their_id_and_may_hold_spaces(tmp_path: Path) -> None:
    (path,) = write(tmp_path, names="Police (India)\t1\nChina\t0\nKim Jong-Un\t3\n")
    assert read_names(path) == ("China", "Police (India)", "", "Kim Jong-Un")


def test_actors_that_only_the_names_know_are_counted_too(tmp_path: Path) -> None:
    *paths, names = write(tmp_path, train="0 0 1 0\n", valid="0 0 1 1\n", test="0 0 1 2\n", names="a\t0\nb\t5\n")
    assert read_benchmark(*paths, names).actors == 6


@pytest.mark.parametrize(
    ("train", "valid", "test", "place"),
    [
        ("0 0 1 0\nx 0 1 0\n", "0 0 1 1\n", "0 0 1 2\n", "train.txt:2"),
        ("0 0 1\n", "0 0 1 1\n", "0 0 1 2\n", "train.txt:1"),
        ("0 0 1 0\n", "0 -1 1 1\n", "0 0 1 2\n", "valid.txt:1"),
        ("0 0 1 0\n", "0 0 1 1\n", "\n", "test.txt"),
        ("0 0 1 5\n", "0 0 1 5\n", "0 0 1 6\n", "valid.txt"),
        ("0 0 1 0\n", "0 0 1 3\n", "0 0 1 2\n", "test.txt"),
    ],
)
def test_what_cannot_be_used_is_refused_with_its_place(
    tmp_path: Path, train: str, valid: str, test: str, place: str
) -> None:
    paths = write(tmp_path, train=train, valid=valid, test=test)
    with pytest.raises(UsageError) as refused:
        read_benchmark(*paths)
    assert str(refused.value.place).endswith(place)
