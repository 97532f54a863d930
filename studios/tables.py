"""Tables of the studios."""

from django.urls import reverse

from pueredu.kit.tables import Badge, Column, Table
from pueredu.kit.templatetags.formats import day_short, number
from studios.enums import ActivityState, MemberKind, StudioState

STUDIO_TONES = {
    StudioState.PROPOSED: "warn",
    StudioState.NAMED: "ok",
    StudioState.DECLINED: "neutral",
    StudioState.REVOKED: "danger",
    StudioState.EXPIRED: "neutral",
}
ACTIVITY_TONES = {
    ActivityState.DRAFT: "warn",
    ActivityState.CONFIRMED: "ok",
    ActivityState.CANCELLED: "neutral",
}


def studio_state(studio) -> Badge:
    return Badge(studio.get_state_display(), STUDIO_TONES[studio.state])


def activity_state(activity) -> Badge:
    return Badge(activity.get_state_display(), ACTIVITY_TONES[activity.state])


def term(studio) -> str:
    """The term in words, or that it has none yet."""
    if studio.since is None:
        return ""
    return f"{day_short(studio.since)} 至 {day_short(studio.until)}"


class StudioTable(Table):
    columns = (
        Column("工作室", "name"),
        Column("类别", "get_kind_display"),
        Column("级别", "get_level_display"),
        Column("县(区)", "county.short_name"),
        Column("挂牌学校", "school.short_name"),
        Column("周期", term),
        Column("状态", studio_state),
    )


def coverage_state(line) -> Badge:
    """Whether a 县(区) has enough, in words."""
    if line.is_covered:
        return Badge("已达要求", "ok")
    if line.proposed:
        return Badge(f"缺 {line.missing} 个，已申报 {line.proposed} 个", "warn")
    return Badge(f"缺 {line.missing} 个，尚未申报", "danger")


class CoverageTable(Table):
    columns = (
        Column("县(区)", "county.short_name"),
        Column("一级校长工作室", "count", numeric=True),
        Column("要求", lambda line: f"不少于 {line.wanted}", numeric=True),
        Column("其他工作室", "others", numeric=True),
        Column("情况", coverage_state),
    )


class ActivityTable(Table):
    columns = (
        Column("活动", "title"),
        Column("类型", "kind.title"),
        Column("工作室", "studio.name"),
        Column("日期", lambda activity: day_short(activity.held_on)),
        Column("到场", "attended", numeric=True),
        Column("学时", lambda activity: number(activity.hours), numeric=True),
        Column("状态", activity_state),
    )


class StudioActivityTable(Table):
    """The activities of one studio, on its own page."""

    columns = tuple(column for column in ActivityTable.columns if column.label != "工作室")


class MemberTable(Table):
    """The people of a studio; a row leads to the way out when ``manages`` is set."""

    columns = (
        Column("姓名", "name"),
        Column("身份", "get_kind_display"),
        Column("学校", "school.short_name"),
        Column("加入", lambda member: day_short(member.since)),
        Column("退出", lambda member: day_short(member.until) if member.until else ""),
    )

    def __init__(self, records, *, manages: bool):
        self.manages = manages
        super().__init__(records)

    def link(self, record) -> str:
        if self.manages and record.until is None and record.kind != MemberKind.HOST:
            return reverse("studios:studio-member-release", args=[record.pk])
        return ""


class AttendanceTable(Table):
    columns = (
        Column("姓名", "name"),
        Column("学校", lambda row: row.school.short_name if row.school else "由培训库按编号核对"),
        Column("教师编号", "learner_code"),
        Column("身份", lambda row: "非成员" if row.is_guest else "成员"),
        Column("学时", lambda row: number(row.hours) if row.is_present else "", numeric=True),
        Column("到场", lambda row: Badge("到场", "ok") if row.is_present else Badge("缺席")),
    )

    def link(self, record) -> str:
        return ""


def file_link(page: str, record, file) -> dict:
    """A file as ``components/file_link.html`` shows it; ``page`` serves the files of ``record``."""
    return {
        "name": file.name,
        "url": reverse(page, args=[record.pk, file.pk]),
        "size": file.size,
        "level": file.get_disclosure_display(),
        "at": file.uploaded_at,
        "sha256": file.sha256,
    }
