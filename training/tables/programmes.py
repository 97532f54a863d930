"""Programmes, sessions, seats, and who is enrolled."""

from django.urls import reverse

from pueredu.kit.tables import Badge, Column, Table
from pueredu.kit.templatetags.formats import day_short, number
from training.enums import EnrolmentState as ES
from training.enums import SessionState as S

SESSION_TONES = {
    S.DRAFT: "neutral", S.ANNOUNCED: "info", S.CLOSED: "info", S.HELD: "ok", S.CANCELLED: "warn",
}  # fmt: skip
TONES = {ES.NOMINATED: "info", ES.ENROLLED: "ok", ES.WAITING: "warn", ES.WITHDRAWN: "neutral"}


def session_state(session) -> Badge:
    return Badge(session.get_state_display(), SESSION_TONES[S(session.state)])


def enrolment_state(enrolment) -> Badge:
    return Badge(enrolment.get_state_display(), TONES[ES(enrolment.state)])


class ProgrammeTable(Table):
    columns = (
        Column("项目名称", "title"),
        Column("培训年度", lambda row: str(row.year)),
        Column("培训对象", lambda row: f"{row.get_stage_display()}{row.get_audience_display()}"),
        Column("计划人数", lambda row: number(row.target) if row.target else "", numeric=True),
        Column("班次", lambda row: number(row.session_count), numeric=True),
        Column("已录取", lambda row: number(row.taken), numeric=True),
    )


class SessionTable(Table):
    """Sessions ``with_counts``."""

    columns = (
        Column("班次", str),
        Column("时间", lambda row: f"{day_short(row.since)} 至 {day_short(row.until)}"),
        Column("地点", "place"),
        Column("方向", "direction.title"),
        Column("名额", lambda row: number(row.seats), numeric=True),
        Column("已录取", lambda row: number(row.taken), numeric=True),
        Column("候补", lambda row: number(row.queueing), numeric=True),
        Column("报名截止", lambda row: day_short(row.enrolment_closes_on)),
        Column("状态", session_state),
    )


class FittingTable(Table):
    """Open sessions that fit a gap."""

    columns = (
        Column("班次", "name"),
        Column("方向", "direction"),
        Column("学时", lambda row: number(row.hours), numeric=True),
        Column("时间", lambda row: f"{day_short(row.since)} 至 {day_short(row.until)}"),
        Column("地点", "place"),
    )


class SeatQuotaTable(Table):
    """Quotas ``with_use``; an area's leads to its distribution for who may (``passes_on``)."""

    columns = (
        Column("县(区)", "county.short_name"),
        Column("单位", lambda row: "合计" if row.unit_id == row.county_id else row.unit.short_name),
        Column("名额", lambda row: number(row.seats), numeric=True),
        Column(
            "已用",
            lambda row: "" if row.unit_id == row.county_id else number(row.used),
            numeric=True,
        ),
    )

    def __init__(self, records, *, passes_on: bool):
        self.passes_on = passes_on
        super().__init__(records)

    def link(self, record) -> str:
        if not self.passes_on or record.unit_id != record.county_id:
            return ""
        return reverse("training:seat-quota-change", args=[record.pk])


class EnrolmentTable(Table):
    """Who is enrolled; a row leads to the withdrawal for who may (``opens``). ``attended`` are the
    attendances of a confirmed session by enrolment."""

    columns = (
        Column("姓名", "learner.name"),
        Column("任教单位", "school.short_name"),
        Column("县(区)", "county.short_name"),
        Column("推荐排序", lambda row: number(row.rank) if row.rank else "", numeric=True),
        Column("状态", enrolment_state),
    )

    def __init__(self, records, *, opens: bool, attended: dict):
        self.opens = opens
        was = Column("参加情况", lambda row: attended[row.pk].words if row.pk in attended else "")
        super().__init__(records, (*self.columns, was) if attended else ())

    def link(self, record) -> str:
        if not self.opens or record.state == ES.WITHDRAWN:
            return ""
        return reverse("training:enrolment-withdraw", args=[record.pk])
