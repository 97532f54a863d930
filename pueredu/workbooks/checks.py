"""A fault that the database finds in a row, and the SQL that judges every row."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from psycopg2 import sql

from pueredu.workbooks.messages import Level

if TYPE_CHECKING:
    from pueredu.workbooks.kinds import SheetKind


@dataclass(frozen=True)
class Check:
    """`when` is SQL over one row of the kind's `matched`; true means that the fault is there.

    `column` is the field that it is said of; `text` reads on after 「第 7 行」, with fields of the
    row in braces. `near` names the field whose text is like the one that was meant: then the
    page offers the nearest of the kind's `candidates`.
    """

    when: str
    column: str
    text: str
    level: Level = Level.ERROR
    near: str = ""


TWICE = Check("", "", "与第 {first_row_no} 行重复")

# OFFSET 0 keeps the conditions of `checked` from being evaluated once for each of their uses.
JUDGED = sql.SQL(
    """
CREATE TEMP TABLE judged ON COMMIT DROP AS
WITH matched AS ({matched}),
     checked AS (SELECT *, CASE WHEN {idle} THEN NULL {cases} END AS fault,
                        coalesce({known}, false) AS is_known,
                        coalesce({idle} OR {known} AND {same}, false) AS is_same
                 FROM matched OFFSET 0)
SELECT *, NULL::int AS first_row_no,
       NOT (coalesce(fault = ANY(%(errors)s), false) OR is_same) AS is_wanted,
       CASE WHEN fault = ANY(%(errors)s) THEN 'error' WHEN is_same THEN 'same'
            WHEN fault IS NOT NULL OR is_hidden THEN 'warning'
            WHEN is_known THEN 'changed' ELSE 'new' END AS verdict
FROM checked
"""
)
TWINS = sql.SQL(
    """
UPDATE judged j
SET first_row_no = first, fault = {fault}, verdict = 'error', is_wanted = false
FROM (SELECT {names}, min(row_no) AS first FROM judged WHERE num_nulls({names}) = 0
      GROUP BY {names} HAVING count(*) > 1) twin
WHERE ({names_j}) = ({names_twin}) AND row_no > first AND verdict <> 'error'
"""
)


def checks_of(kind: SheetKind) -> list[Check]:
    """The kind's own checks, and that no row says again what another says."""
    return [*kind.checks, TWICE]


def judging(kind: SheetKind) -> list[sql.Composable]:
    """The statements that make the table `judged` of the table `sheet`: all columns of the kind's
    `matched`, `fault` (the number of the first check that finds one), `verdict`, and whether the
    row `is_known` already and `is_wanted` for writing."""
    cases = [
        sql.SQL("WHEN {} THEN {}").format(sql.SQL(check.when), sql.Literal(number))
        for number, check in enumerate(kind.checks)
    ]
    words = {name: sql.SQL(f"({getattr(kind, name)})") for name in ("idle", "known", "same")}
    found = JUDGED.format(matched=sql.SQL(kind.matched), cases=sql.SQL(" ").join(cases), **words)
    return [found, _twins(kind)] if kind.identity else [found]


def _twins(kind: SheetKind) -> sql.Composable:
    def names(*table: str) -> sql.Composable:
        return sql.SQL(", ").join(sql.Identifier(*table, name) for name in kind.identity)

    return TWINS.format(
        fault=sql.Literal(len(kind.checks)),
        names=names(),
        names_j=names("j"),
        names_twin=names("twin"),
    )
