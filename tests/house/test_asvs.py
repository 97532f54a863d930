"""docs/asvs.csv: every requirement of OWASP ASVS 5.0 level 1 and 2 once, and every "met" with a test."""

import ast
import csv
import re
from collections import Counter
from functools import cache

from tests.house.packages import ROOT

TABLE = ROOT / "docs/asvs.csv"
COLUMNS = ["id", "level", "requirement", "status", "why", "test"]
# how many of level 1 and of level 2 each chapter has, counted in the official 5.0.0 list
OFFICIAL = {
    1: (8, 19), 2: (4, 7), 3: (8, 11), 4: (2, 8), 5: (4, 5), 6: (13, 22), 7: (6, 12), 8: (4, 3),
    9: (4, 3), 10: (5, 24), 11: (3, 11), 12: (3, 6), 13: (1, 12), 14: (2, 7), 15: (3, 10),
    16: (0, 16), 17: (0, 7),
}  # fmt: skip
MET, NOT_APPLICABLE, NOT_MET = "met", "not applicable", "not met"


def rows() -> list[dict[str, str]]:
    with TABLE.open(encoding="utf-8", newline="") as stream:
        reader = csv.DictReader(stream)
        assert reader.fieldnames == COLUMNS
        return list(reader)


@cache
def names_in(path: str) -> frozenset[str]:
    """The names of the test functions of a file, read and not run."""
    tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
    return frozenset(
        node.name
        for node in tree.body
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
    )


def is_there(test: str) -> bool:
    path, _, name = test.partition("::")
    return (ROOT / path).is_file() and name in names_in(path)


def test_every_requirement_stands_once_in_its_order():
    ids = [row["id"] for row in rows()]
    assert [one for one in ids if not re.fullmatch(r"\d+\.\d+\.\d+", one)] == []
    assert ids == sorted(set(ids), key=lambda one: tuple(map(int, one.split("."))))


def test_each_chapter_has_as_many_as_the_official_list():
    found = Counter((int(row["id"].split(".")[0]), row["level"]) for row in rows())
    assert {number: (found[number, "1"], found[number, "2"]) for number in OFFICIAL} == OFFICIAL
    assert sum(found.values()) == 253


def test_every_row_says_what_is_asked_in_short():
    assert [row["id"] for row in rows() if not 0 < len(row["requirement"]) <= 80] == []


def test_what_is_met_names_a_test_that_exists():
    met = [row for row in rows() if row["status"] == MET]
    assert len(met) > 100
    assert [f"{row['id']} {row['test']}" for row in met if not is_there(row["test"])] == []


def test_what_is_not_met_or_does_not_apply_says_why_and_names_no_test():
    others = [row for row in rows() if row["status"] != MET]
    assert {row["status"] for row in others} == {NOT_APPLICABLE, NOT_MET}
    assert [row["id"] for row in others if not row["why"] or row["test"]] == []


def test_the_look_for_tests_bites():
    here = "tests/house/test_asvs.py::test_the_look_for_tests_bites"
    assert [is_there(name) for name in (here, f"{here}_not", "tests/nowhere.py::test_x", "")] == [
        True, False, False, False,
    ]  # fmt: skip
