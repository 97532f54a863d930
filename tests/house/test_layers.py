"""Arrows point down: foreign keys obey the import contract, and the contract bites."""

import ast
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.house.packages import PACKAGES, ROOMS, ROOT, layers, our_models, short, sources


def floor_of(model) -> int:
    """The number of a model's layer, counted from the roof."""
    for number, names in enumerate(layers()):
        if any(
            model.__module__ == name or model.__module__.startswith(f"{name}.") for name in names
        ):
            return number
    raise AssertionError(f"{model._meta.label} stands in no layer")


def test_foreign_keys_point_down():
    ours = set(our_models())
    upward = [
        f"{model._meta.label}.{field.name} → {field.related_model._meta.label}"
        for model in ours
        for field in (*model._meta.fields, *model._meta.many_to_many)
        if field.is_relation and field.related_model in ours
        if floor_of(field.related_model) < floor_of(model)
    ]
    assert upward == []


def test_siblings_do_not_know_each_other():
    sideways = [
        f"{model._meta.label}.{field.name}"
        for model in our_models()
        for field in model._meta.fields
        if field.is_relation and field.related_model in set(our_models())
        if floor_of(field.related_model) == floor_of(model)
        and field.related_model._meta.app_label != model._meta.app_label
    ]
    assert sideways == []


def test_the_memory_has_no_foreign_keys():
    audit = [model for model in our_models() if model._meta.app_label == "audit"]
    assert [
        field.name for model in audit for field in model._meta.fields if field.is_relation
    ] == []


# one bad line for each contract: where it is planted, what it says, which contract it breaks
FAULTS = {
    "a room imports a room above it": (
        "studios/queries.py", "import training.queries\n", "The house",
    ),
    "the floor imports a room": (
        "pueredu/loop/queries.py", "import studios.queries\n", "The house",
    ),
    "the kit imports the floor": (
        "pueredu/kit/names.py", "import pueredu.units.models\n", "The house",
    ),
    "a sibling imports its sibling": (
        "pueredu/documents/actions.py", "import pueredu.workbooks.models\n", "The house",
    ),
    "a package without a place": (
        "pueredu/helpers/__init__.py", "", "Every package of the floor",
    ),
    "a model imports an action": (
        "studios/models/studio.py", "import studios.actions\n", "Every room",
    ),
    "a room grows a utils": (
        "measures/utils.py", "", "Every room",
    ),
}  # fmt: skip


@pytest.fixture(scope="module")
def copy(tmp_path_factory) -> Path:
    """The packages and the contracts, without anything else."""
    place = tmp_path_factory.mktemp("house")
    shutil.copy(ROOT / "pyproject.toml", place)
    for package in PACKAGES:
        shutil.copytree(
            ROOT / package,
            place / package,
            ignore=shutil.ignore_patterns("__pycache__", "static", "reference"),
        )
    return place


def lint(place: Path) -> subprocess.CompletedProcess:
    command = "from importlinter.cli import lint_imports_command as lint; lint()"
    return subprocess.run(
        [sys.executable, "-c", command, "--no-cache"],
        cwd=place, env={"PYTHONPATH": str(place), "PATH": ""}, capture_output=True, text=True, check=False,
    )  # fmt: skip


def test_the_contracts_hold(copy):
    done = lint(copy)
    assert (done.returncode, "0 broken" in done.stdout) == (0, True), done.stdout + done.stderr


@pytest.mark.parametrize("fault", FAULTS)
def test_a_planted_fault_is_found(copy, fault):
    place, line, contract = FAULTS[fault]
    path = copy / place
    before = path.read_text(encoding="utf-8") if path.exists() else None
    path.parent.mkdir(exist_ok=True)
    path.write_text(f"{line}{before or ''}", encoding="utf-8")
    try:
        done = lint(copy)
    finally:
        if before is None:
            path.unlink()
            shutil.rmtree(path.parent) if path.name == "__init__.py" else None
        else:
            path.write_text(before, encoding="utf-8")
    broken = [row for row in done.stdout.splitlines() if row.endswith("BROKEN")]
    assert done.returncode == 1, done.stdout + done.stderr
    assert any(row.startswith(contract) for row in broken), broken


def imported_rooms(path: Path) -> set[str]:
    """The modules of rooms that a file imports, as ``room.module``."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    names = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
    rooms = {name for name in names if name.split(".")[0] in ROOMS}
    return {".".join(name.split(".")[:2]) for name in rooms}


def test_a_room_is_entered_by_its_queries_and_enums_only():
    """The machine room alone may also call a room's seeds."""
    doors = {"queries", "enums"}
    through_the_window = [
        f"{short(path)} imports {name}"
        for path in sources(*PACKAGES)
        for name in sorted(imported_rooms(path))
        if name.split(".")[0] != short(path).split("/")[0]
        and name.split(".")[1] not in doors
        and not (name.endswith(".seeds") and short(path).startswith("pueredu/ops/"))
        and short(path) != "pueredu/urls.py"
    ]
    assert through_the_window == []
