"""The two locks: an inventory of every package by version and hash, without an address."""

import re

import pytest

from tests.house.packages import ROOT

PINNED = re.compile(r"^([a-z0-9._-]+)==([\w.!+-]+)(?: ; [^\\]+)? \\$")
LOCKS = ("requirements.txt", "requirements-dev.txt")


def blocks(name: str) -> dict[str, list[str]]:
    """The lines of each package below its name and version."""
    found, last = {}, None
    for line in (ROOT / name).read_text(encoding="utf-8").splitlines():
        if not line.startswith((" ", "#")):
            last = line
            found[last] = []
        elif last:
            found[last].append(line.strip())
    return found


@pytest.mark.parametrize("name", LOCKS)
def test_every_package_is_locked_by_version_and_hash(name):
    packages = blocks(name)
    assert [head for head in packages if not PINNED.match(head)] == []
    unhashed = [
        head
        for head, lines in packages.items()
        if not any(line.startswith("--hash=sha256:") for line in lines)
    ]
    assert (len(packages) > 30, unhashed) == (True, [])


@pytest.mark.parametrize("name", LOCKS)
def test_no_lock_names_an_address(name):
    text = (ROOT / name).read_text(encoding="utf-8")
    assert re.findall(r"https?://|--(?:extra-)?index-url|--find-links", text) == []


def test_what_runs_is_the_same_in_both():
    run, dev = (set(blocks(name)) for name in LOCKS)
    assert run - dev == set()
