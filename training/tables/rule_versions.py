"""The catalogue of rules, and what a draft would change."""

from pueredu.kit.tables import Badge, Column, Table
from pueredu.kit.templatetags.formats import day_short, number
from training.enums import RuleState

STATES = {RuleState.DRAFT: "warn", RuleState.IN_FORCE: "ok", RuleState.WITHDRAWN: "neutral"}


def rule_state(version) -> Badge:
    return Badge(version.get_state_display(), STATES[RuleState(version.state)])


class RuleVersionTable(Table):
    columns = (
        Column("规则", str),
        Column("级别", lambda row: row.get_level_display()),
        Column(
            "计算", lambda row: f"每{row.unit} {number(row.hours_per_unit)} 学时", numeric=True
        ),
        Column(
            "年度上限", lambda row: number(row.annual_cap) if row.annual_cap else "不设",
            numeric=True,
        ),
        Column("施行", lambda row: day_short(row.since)),
        Column("废止", lambda row: day_short(row.until) if row.until else ""),
        Column("状态", rule_state),
    )  # fmt: skip


def _change(row, name: str) -> str:
    before, after = getattr(row, f"{name}_before"), getattr(row, f"{name}_after")
    return f"{number(before)} → {number(after)}"


class ImpactTable(Table):
    """``queries.impact_of``: under the rule in force, and under the draft."""

    columns = (
        Column("县(区)", "county"),
        Column("条数", lambda row: number(row.lines), numeric=True),
        Column("人数", lambda row: number(row.people), numeric=True),
        Column("学校", lambda row: number(row.schools), numeric=True),
        Column("计入学时（现在 → 新版本）", lambda row: _change(row, "hours"), numeric=True),
        Column("超上限不计（现在 → 新版本）", lambda row: _change(row, "over"), numeric=True),
    )

    def link(self, record) -> str:
        return ""
