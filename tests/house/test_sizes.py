"""Small: files, functions, views, tasks and templates; the same furniture, nothing inline."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.house.packages import PACKAGES, ROOT, short, sources, templates

FILE, FUNCTION, VIEW_METHOD, TASK, TEMPLATE = 300, 30, 15, 10, 80
# one table of samples, and one test for each verb, read from top to bottom
LONG_FILES = {"tests/files/test_checks.py", "tests/loop/test_actions.py"}
CODE = sources(*PACKAGES)
# a journey in the browser is one story, told in one piece
TESTS = [path for path in sources("tests") if "journeys" not in path.parts]
VIEWS = [path for path in CODE if "views" in path.parts or path.stem == "views"]
# loads one reader under its limits, as a script of its own
LAZY = {"pueredu/workbooks/sandbox.py"}


# longer than the house allows, known and to be paid: a name that is paid leaves the list
DEBTS = {
    "tests/benchmarks/sheets.py measure",
    "tests/measures/test_loop.py test_a_promise_goes_to_ten_counties_and_one_of_them_keeps_it",
}


def lines(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


def functions(path: Path) -> Iterator[ast.FunctionDef]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def length(node: ast.FunctionDef) -> int:
    """Lines of the body: signature and docstring are declarations, one line an argument."""
    has_words = ast.get_docstring(node, clean=False) is not None
    body = node.body[1:] if has_words else node.body
    return node.end_lineno - body[0].lineno + 1 if body else 0


def longer_than(limit: int, paths: list[Path], of=functions) -> set[str]:
    return {
        f"{short(path)} {node.name}" for path in paths for node in of(path) if length(node) > limit
    }


def methods(path: Path) -> Iterator[ast.FunctionDef]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ClassDef):
            yield from (item for item in node.body if isinstance(item, ast.FunctionDef))


def test_files_are_short():
    long = [short(p) for p in [*CODE, *sources("tests")] if lines(p) > FILE]
    assert sorted(set(long) - LONG_FILES) == []


def test_functions_are_short():
    assert longer_than(FUNCTION, [*CODE, *TESTS]) - DEBTS == set()


def test_methods_of_views_are_short():
    assert longer_than(VIEW_METHOD, VIEWS, methods) - DEBTS == set()


def test_a_debt_that_was_paid_leaves_the_list():
    everywhere = longer_than(FUNCTION, [*CODE, *TESTS])
    assert DEBTS - everywhere - longer_than(VIEW_METHOD, VIEWS, methods) == set()


def tasks(path: Path) -> Iterator[ast.FunctionDef]:
    for node in functions(path):
        if any("shared_task" in ast.unparse(mark) for mark in node.decorator_list):
            yield node


def test_tasks_are_short():
    assert longer_than(TASK, [path for path in CODE if path.stem == "tasks"], tasks) == set()


def test_templates_are_short():
    assert [short(path) for path in templates() if lines(path) > TEMPLATE] == []


def inline_imports(path: Path) -> list[str]:
    found = []
    for function in functions(path):
        is_ready = path.stem == "apps" and function.name == "ready"
        imports = [n for n in ast.walk(function) if isinstance(n, ast.Import | ast.ImportFrom)]
        if imports and not is_ready and short(path) not in LAZY:
            found += [f"{short(path)}:{node.lineno}" for node in imports]
    return found


def test_imports_stand_at_the_top():
    """``apps.ready`` apart, where Django asks for it."""
    assert [place for path in CODE for place in inline_imports(path)] == []


BANNED_NAMES = {"utils", "helpers", "services", "signals", "mixins", "constants"}


def test_no_module_has_a_name_that_says_nothing():
    assert [short(path) for path in CODE if path.stem in BANNED_NAMES] == []


def test_right_without_an_object_is_asked_for_menus_only():
    """``has_perm(perm)`` means "some post carries this verb"; lists and records ask more."""
    asks = re.compile(r"\.has_perm\(\s*[^(),]+\s*,?\s*\)")
    allowed = re.compile(r"/(office|desk)/|/views|views\.py|accounts/models\.py|/admin\.py")
    places = [
        short(path)
        for path in CODE
        if asks.search(path.read_text(encoding="utf-8")) and not allowed.search(short(path))
    ]
    assert places == []


@pytest.mark.parametrize("path", templates(), ids=short)
def test_a_template_has_no_inline_script_or_style(path):
    text = path.read_text(encoding="utf-8")
    assert re.findall(r"<script(?![^>]*\bsrc=)[^>]*>", text) == []
    assert re.findall(r"<style\b|\sstyle=|\son[a-z]+=", text) == []


@pytest.mark.parametrize("path", templates(), ids=short)
def test_a_template_loads_nothing_from_outside(path):
    assert re.findall(r"(?:src|href|action)=[\"']?(?:https?:)?//", path.read_text("utf-8")) == []


@pytest.mark.parametrize("path", sorted((ROOT / "templates/components").glob("*.html")), ids=short)
def test_a_component_opens_with_its_options(path):
    assert path.read_text(encoding="utf-8").lstrip().startswith("{% comment %}")
