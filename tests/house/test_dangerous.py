"""What no module of the house uses: dynamic code, shells, formats that make any object."""

import ast
import re

import pytest

from tests.house.packages import PACKAGES, ROOT, short, sources

CALLS = {"eval", "exec", "compile", "__import__"}
MODULES = {"pickle", "marshal", "shelve", "dill", "yaml", "xml.dom", "xml.sax", "lxml", "telnetlib"}
ATTRIBUTES = {"os.system", "os.popen", "subprocess.getoutput", "ElementTree.parse", "ET.parse"}
SCRIPTS = sorted((ROOT / "pueredu/kit/static/pueredu").glob("*.js"))
# ways of a script to make code or markup out of words, and to hear other windows
SPOKEN = ("eval(", "new Function", "innerHTML", "outerHTML", "insertAdjacentHTML", "document.write",
          "postMessage", '"message"')  # fmt: skip
# ways to reach what all objects of a page share, or to write where a word points
SHARED = re.compile(r"__proto__|\bprototype\b|Object\.assign|\bReflect\.|\w\[[^\]]+\]\s*=(?![=>])")


def dangers(tree: ast.AST) -> list[str]:
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = ast.unparse(node.func)
            found += [name] if name in CALLS | ATTRIBUTES else []
            found += [f"{name}(shell)" for word in node.keywords if word.arg == "shell"]
        names = [alias.name for alias in getattr(node, "names", []) if isinstance(alias, ast.alias)]
        names += [node.module] if isinstance(node, ast.ImportFrom) and node.module else []
        found += [name for name in names if name in MODULES]
    return found


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("eval(x)", ["eval"]),
        ("subprocess.run(x, shell=True)", ["subprocess.run(shell)"]),
        ("import pickle", ["pickle"]),
        ("from yaml import load", ["yaml"]),
        ("os.system(x)", ["os.system"]),
        ("re.compile(x)", []),
    ],
)
def test_the_look_bites(text, said):
    assert dangers(ast.parse(text)) == said


def test_no_module_makes_code_or_objects_out_of_data():
    found = {
        short(path): said
        for path in sources(*PACKAGES)
        if (said := dangers(ast.parse(path.read_text(encoding="utf-8"))))
    }
    assert found == {}


def test_no_script_makes_code_or_markup_out_of_words():
    assert [path.name for path in SCRIPTS] == ["admin.js", "pueredu.js"]
    found = {
        path.name: [word for word in SPOKEN if word in path.read_text(encoding="utf-8")]
        for path in SCRIPTS
    }
    assert found == {path.name: [] for path in SCRIPTS}


@pytest.mark.parametrize(
    ("text", "is_found"),
    [
        ("kept[name] = value", True),
        ("Object.assign(a, b)", True),
        ("a.constructor.prototype.x = 1", True),
        ("const [one] = list", False),
        ("if (kept[name] === value) return", False),
        ("form.dataset.sent = 1", False),
    ],
)
def test_the_look_for_shared_objects_bites(text, is_found):
    assert bool(SHARED.search(text)) == is_found


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
def test_no_script_writes_where_a_word_points(path):
    assert SHARED.findall(path.read_text(encoding="utf-8")) == []
