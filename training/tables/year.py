"""The year against what is required: who is short, what hours consist of, what was adjusted."""

from datetime import datetime

from django.utils import timezone

from pueredu.kit.tables import Badge, Column, Table
from pueredu.kit.templatetags.formats import day_short, masked_phone, number
from training.enums import AdjustmentReason, AdjustmentState

OWN = {
    AdjustmentReason.TRIAL: "另计试用期学时",
    AdjustmentReason.NEW_PRINCIPAL: "另计任职资格培训学时",
}
STATES = {AdjustmentState.IN_FORCE: "ok", AdjustmentState.REVOKED: "neutral"}


class ShortfallTable(Table):
    """``queries.shortfalls``; on the screen each with the head of the school to call (``heads`` by
    school) and the open sessions that fit (``fits``), on paper without."""

    columns = (
        Column("姓名", "name"),
        Column("任教单位", "school.short_name"),
        Column("学段", lambda row: row.get_stage_display()),
        Column(
            "已认定 / 要求",
            lambda row: f"{number(row.counted)} / {number(row.required)}",
            numeric=True,
        ),
        Column("差距", lambda row: Badge(f"还差 {number(row.gap)}", "warn")),
        Column("申报中", lambda row: number(row.waiting), numeric=True),
    )

    def __init__(self, records, *, heads: dict | None = None):
        def head(learner) -> str:
            post = heads.get(learner.school_id)
            if post is None:
                return "校长空缺"
            phone = masked_phone(post.user.phone) if post.user.phone else "未登记电话"
            return f"{post.user.name}，{phone}"

        def sessions(learner) -> str:
            return "；".join(learner.fits)

        more = () if heads is None else (Column("校长电话", head),)
        if heads is not None and any(row.fits for row in records):
            more += (Column("可报班次", sessions),)
        if heads is not None and any(map(last_reminder, records)):
            more += (Column("最近提醒", last_reminder),)
        super().__init__(records, (*self.columns, *more))


def last_reminder(learner) -> str:
    """When the person or, more lately, the school was reminded."""
    own, school = learner.reminded_at, learner.school_reminded_at
    if own and (school is None or own >= school):
        return f"{_short_day(own)} 本人"
    return f"{_short_day(school)} 学校" if school else ""


def _short_day(moment: datetime) -> str:
    """5月8日: the year is the page's, and no narrow column breaks it."""
    local = timezone.localtime(moment)
    return f"{local.month}月{local.day}日"


class PartTable(Table):
    """Directions or forms with their share of all hours."""

    def __init__(self, records, label: str):
        super().__init__(
            records,
            (
                Column(label, "title"),
                Column("已认定学时", lambda row: number(row.hours), numeric=True),
                Column("占比", lambda row: f"{row.percent}%", numeric=True),
            ),
        )

    def link(self, record) -> str:
        return ""


class CompositionTable(Table):
    """县(区) or schools (pairs of key and name) by direction or form, with what is required."""

    def __init__(self, places, parts, found):
        def hours(key):
            return Column(
                key.title, lambda row: number(found.of_place(row[0], key.key)), numeric=True
            )

        super().__init__(places, (Column("单位", lambda row: row[1]), *map(hours, parts)))

    def link(self, record) -> str:
        return ""


def adjustment_state(adjustment) -> Badge:
    return Badge(adjustment.get_state_display(), STATES[AdjustmentState(adjustment.state)])


def relief(adjustment) -> str:
    """What it takes off, or of which hours of its own it tells."""
    return OWN.get(adjustment.reason, f"{adjustment.percent}%")


class AdjustmentTable(Table):
    columns = (
        Column("姓名", "learner.name"),
        Column("任教单位", "school.short_name"),
        Column("事由", lambda row: row.get_reason_display()),
        Column("起止", lambda row: f"{row.since:%Y-%m} 至 {row.until:%Y-%m}"),
        Column("减免", relief),
        Column("批准", lambda row: f"{row.authority}，{day_short(row.decided_on)}"),
        Column("状态", adjustment_state),
    )
