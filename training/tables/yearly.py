"""Experts, needs, summaries and the fund."""

from django.urls import reverse

from pueredu.kit.tables import Badge, Column, Table
from pueredu.kit.templatetags.formats import day_short, moment, number
from training.enums import SummaryState
from training.queries import clashes_of

TONES = {SummaryState.SUBMITTED: "info", SummaryState.COMMENTED: "ok"}


def summary_state(summary) -> Badge:
    return Badge(summary.get_state_display(), TONES[SummaryState(summary.state)])


def clash(expert) -> Badge | str:
    found = clashes_of(expert)
    return Badge("；".join(found), "warn") if found else ""


class ExpertTable(Table):
    """Experts with their sessions; a row leads to the change for who may (``opens``)."""

    columns = (
        Column("姓名", "name"),
        Column("学科或领域", "subject"),
        Column("工作单位", "office"),
        Column("聘期", lambda row: f"{day_short(row.since)} 至 {day_short(row.until)}"),
        Column("授课班次", lambda row: number(len(row.sessions.all())), numeric=True),
        Column("请核对", clash),
    )

    def __init__(self, records, *, opens: bool):
        self.opens = opens
        super().__init__(records)

    def link(self, record) -> str:
        return reverse("training:expert-change", args=[record.pk]) if self.opens else ""


class NeedsTable(Table):
    """Counts of one place by direction."""

    def __init__(self, records, directions):
        def wanted(one):
            return Column(one.title, lambda row: number(row.wanted.get(one.pk, 0)), numeric=True)

        people = Column("已填写人数", lambda row: number(row.people), numeric=True)
        super().__init__(
            records, (Column("单位", "place"), people, *(wanted(one) for one in directions))
        )

    def link(self, record) -> str:
        return ""


class CountySummaryTable(Table):
    columns = (
        Column("县(区)", "county.short_name"),
        Column("培训年度", lambda row: str(row.year)),
        Column("报送时间", lambda row: moment(row.submitted_at)),
        Column("状态", summary_state),
    )


def left_of_plan(row) -> Badge | str:
    left = row.planned - row.spent
    return number(left) if left >= 0 else Badge(f"超出 {number(-left)}", "danger")


class FundTable(Table):
    """Programmes of a year with what was planned, spent and is left of the plan."""

    columns = (
        Column("培训项目", "title"),
        Column("计划(元)", lambda row: number(row.planned), numeric=True),
        Column("支出(元)", lambda row: number(row.spent), numeric=True),
        Column("计划结余(元)", left_of_plan, numeric=True),
    )

    def link(self, record) -> str:
        return ""


class FundEntryTable(Table):
    columns = (
        Column("培训项目", "programme.title"),
        Column(
            "类别",
            lambda row: f"{row.get_kind_display()}{'（冲销）' if row.reversal_of_id else ''}",
        ),
        Column("金额(元)", lambda row: number(row.amount), numeric=True),
        Column("日期", lambda row: day_short(row.booked_on)),
        Column("凭证号", "voucher_no"),
        Column("说明", "reason"),
        Column("登记", "entered_by.name"),
    )
