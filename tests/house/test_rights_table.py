"""``docs/rights.csv`` and ``docs/flows.csv`` are what people agreed on; the code says the same, cell
by cell, and ``docs/rights.md`` shows it."""

import csv

from pueredu.loop.kinds import kinds
from pueredu.units.access.registry import flows, permissions
from pueredu.units.access.ties import Tie
from pueredu.units.enums import Reach, Role
from tests.house.oracle import TABLE, WORDS, edges, table
from tests.house.rights_page import PAGE, render


def rules() -> dict[tuple[str, str], dict[str, str]]:
    """What the ``rules`` modules say, in the form of the table."""
    said: dict[tuple[str, str], dict[str, str]] = {}
    for perm, cells in permissions().items():
        for cell in cells:
            for only in onlys(perm, cell):
                row = said.setdefault((perm, only), {})
                assert cell.holder not in row, f"{perm} says twice how far {cell.holder} reaches"
                row[str(cell.holder)] = str(cell.reach)
    return said


def onlys(perm: str, cell) -> list[str]:
    """The rows of the table in which a cell stands: a right over Matters stands once for each kind
    it holds for, any other once, with the columns that narrow it."""
    if perm.startswith("loop."):
        named = cell.where.get("kind", {kind.name for kind in kinds()})
        return [f"kind={name}" for name in named]
    return [" ".join(f"{column}={'|'.join(sorted(ids))}" for column, ids in cell.where.items())]


def test_the_rules_say_what_the_table_says():
    said, agreed = rules(), table()
    assert {key: said.get(key) for key in said | agreed} == {
        key: agreed.get(key) for key in said | agreed
    }


def test_the_flows_say_what_the_table_says():
    said = {
        (record, str(verb)): (frozenset(map(str, sources)), str(target or ""))
        for record, flow in flows().items()
        for verb, (sources, target) in flow.edges.items()
    }
    assert said == edges()


def test_the_page_for_people_shows_the_tables():
    """Render it again with ``python -m tests.house`` after a table was changed."""
    assert PAGE.read_text(encoding="utf-8") == render()


def test_the_table_knows_every_role_and_only_words_of_reach():
    with TABLE.open(encoding="utf-8", newline="") as stream:
        header = next(csv.reader(stream))
    assert set(header) - set(WORDS) <= {*Role.values, *Tie.values}
    assert set(Role.values) <= set(header)
    assert {reach for row in table().values() for reach in row.values()} <= set(Reach.values)


def test_a_tie_reaches_by_grant_and_a_role_never_does():
    for row in table().values():
        for holder, reach in row.items():
            assert (reach == Reach.GRANT) == (holder in Tie.values)


def test_every_row_grants_something_to_somebody():
    assert [key for key, row in table().items() if not row] == []


def holders_of(permission: str) -> set[str]:
    return {holder for (perm, _), row in table().items() if perm == permission for holder in row}


def test_the_three_administrators_exclude_one_another_and_see_no_business():
    system, security, audit = Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN
    assert holders_of("accounts.add_user") == {system}
    for perm in ("units.add_membership", "units.change_membership"):
        assert holders_of(perm) == {security, Role.COUNTY_ACCOUNTS}
        assert set(table()[perm, "tier=city|county"]) == {security}
    assert holders_of("audit.view_entry") == {audit}
    rooms = ("studios.", "training.", "measures.", "accountability.", "loop.", "desk.")
    seen = {
        holder for (perm, _), row in table().items() if perm.startswith(rooms) for holder in row
    }
    assert seen & {system, security, audit} == set()


def test_only_bureau_staff_and_the_three_administrators_enter_the_admin():
    assert holders_of("office.enter_admin") == {
        Role.SECRETARIAT,
        Role.CITY_STAFF,
        Role.CITY_TRAINING,
        Role.SYSTEM_ADMIN,
        Role.SECURITY_ADMIN,
        Role.AUDIT_ADMIN,
    }


def test_who_does_is_not_who_judges():
    """The verbs that judge are held by no role that hands in."""
    pairs = (
        ("accountability.submit_report", "accountability.accept_report"),
        ("loop.submit_matter", "loop.close_matter"),
        ("training.file_hours_batch", "training.verify_hours_batch"),
        ("training.verify_hours_batch", "training.recognise_hours_batch"),
        ("studios.confirm_activity", "training.recognise_hours_batch"),
    )
    for does, judges in pairs:
        assert holders_of(does) & holders_of(judges) == set(), (does, judges)


def test_a_teacher_reaches_nothing_but_the_own():
    reaches = {row[Role.TEACHER] for row in table().values() if Role.TEACHER in row}
    assert reaches == {Reach.SELF}
