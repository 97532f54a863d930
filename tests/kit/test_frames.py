"""Calls at any depth stay in the piece of memory that is there; pages of memory tell."""

import resource
from threading import Thread

from pueredu.kit.frames import in_one_piece

DEPTHS, CALLS = range(0, 400, 2), 100


def nothing():
    return None


def pages_at(depth: int) -> int:
    """How many pages of memory are newly asked for while something is called, so deep down."""
    if depth:
        return pages_at(depth - 1)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
    for _ in range(CALLS):
        nothing()
    return resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before


def most_pages() -> int:
    return max(map(pages_at, DEPTHS))


def in_a_thread(function) -> int:
    """What the function gives where nobody has made room yet: the tests themselves run in it."""
    given = []
    thread = Thread(target=lambda: given.append(function()))
    thread.start()
    thread.join()
    return given[0]


def test_python_asks_for_memory_at_every_call_somewhere():
    """Once it no longer does, frames.py may go."""
    assert in_a_thread(most_pages) >= CALLS


def test_in_one_piece_it_asks_at_no_depth():
    assert in_a_thread(in_one_piece(most_pages)) < CALLS


def test_what_is_called_gets_its_words_and_gives_its_answer():
    assert in_one_piece(divmod)(7, 2) == (3, 1)
    assert in_one_piece(dict)(a=1) == {"a": 1}
    assert in_one_piece(most_pages).__name__ == "most_pages"
