"""Tables of the year of accountability."""

from accountability.enums import ReportState
from pueredu.kit.tables import Badge, Column, Table
from pueredu.kit.templatetags.formats import day_short, moment

TONES = {
    ReportState.DRAFT: "warn",
    ReportState.SUBMITTED: "info",
    ReportState.ACCEPTED: "ok",
}


def report_state(report) -> Badge:
    """The state in words; a returned report reads 「请修改完善」, never 驳回."""
    if report.state == ReportState.DRAFT and report.return_comment:
        return Badge("请修改完善", "warn")
    return Badge(report.get_state_display(), TONES[report.state])


class ReportTable(Table):
    columns = (
        Column("述职报告", str),
        Column("年度", "plan.year", numeric=True),
        Column("县(区)", "county.short_name"),
        Column("报送时限", lambda report: day_short(report.plan.due_on)),
        Column("锁定日期", lambda report: day_short(report.locks_on)),
        Column("报送时间", lambda report: moment(report.submitted_at)),
        Column("状态", report_state),
    )
