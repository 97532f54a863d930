"""One learner's year, learners in a list, schools and counties."""

from django.urls import reverse

from pueredu.kit.tables import Badge, Column, Table
from pueredu.kit.templatetags.formats import day_short, moment, number
from training.enums import LearnerStatus


def counted(entry) -> str | Badge:
    """Counted hours, with a word for what the cap or a reversal took."""
    if entry.reversal_of_id:
        return Badge(f"冲销 {number(entry.counted_hours)}：{entry.reason}", "neutral")
    if entry.is_over_cap:
        over = number(entry.hours - entry.counted_hours)
        return Badge(f"{number(entry.counted_hours)}（超上限不计 {over}）", "warn")
    return number(entry.counted_hours)


class LedgerTable(Table):
    """One learner's entries; a row leads to how it was counted."""

    columns = (
        Column("活动", "claim.activity.title"),
        Column("日期", lambda entry: day_short(entry.held_on)),
        Column("形式", lambda entry: entry.get_form_display()),
        Column("方向", "direction.title"),
        Column("计入学时", counted, numeric=True),
        Column("学分", lambda entry: number(entry.credits), numeric=True),
        Column("当日单位", "school.short_name"),
    )


class EntryTable(Table):
    """Entries of many learners, newest first."""

    columns = (
        Column("姓名", "learner.name"),
        Column("活动", "claim.activity.title"),
        Column("日期", lambda entry: day_short(entry.held_on)),
        Column("认定学时", lambda entry: number(entry.hours), numeric=True),
        Column("计入学时", counted, numeric=True),
        Column("当日单位", "school.short_name"),
        Column("认定", lambda entry: moment(entry.recognised_at)),
    )


class DirectionTable(Table):
    columns = (
        Column("方向", "title"),
        Column("已认定", lambda row: number(row.counted), numeric=True),
        Column("申报中", lambda row: number(row.waiting), numeric=True),
    )

    def link(self, record) -> str:
        return ""


class HistoryTable(Table):
    """Schools and statuses of one learner (``queries.history_of_learner``)."""

    columns = (
        Column("任教单位或状态", "words"),
        Column("事由或说明", "note"),
        Column("起", lambda row: day_short(row.since)),
        Column("止", lambda row: day_short(row.until) if row.until else "至今"),
    )

    def link(self, record) -> str:
        return ""


class DuplicateTable(Table):
    """Likely duplicates, each with its ``twin``; a row leads to both side by side."""

    columns = (
        Column("姓名", "name"),
        Column("登记一", lambda row: f"{row.twin.code}，{row.twin.school.short_name}"),
        Column("登记二", lambda row: f"{row.code}，{row.school.short_name}"),
        Column("学科", lambda row: row.subject or row.twin.subject),
    )

    def link(self, record) -> str:
        url = reverse("training:learner-merge", args=[record.pk])
        return f"{url}?into={record.twin.code}"


class SidesTable(Table):
    """Two records of one person, a line a fact: (label, the kept one, the one that goes)."""

    columns = (
        Column("", lambda row: row[0]),
        Column("保留", lambda row: row[1]),
        Column("并入", lambda row: row[2]),
    )

    def link(self, record) -> str:
        return ""


class LearnerTable(Table):
    """Learners with their totals (``queries.with_totals``) against the requirement."""

    def __init__(self, records):
        def standing(learner) -> Badge:
            if learner.status != LearnerStatus.ACTIVE:
                return Badge(learner.get_status_display())
            if learner.required is None:
                return Badge("不适用")
            gap = learner.gap
            return Badge(f"还差 {number(gap)}", "warn") if gap > 0 else Badge("已达标", "ok")

        super().__init__(
            records,
            (
                Column("姓名", "name"),
                Column("任教单位", "school.short_name"),
                Column("计入学时", lambda learner: number(learner.counted), numeric=True),
                Column("要求", lambda learner: number(learner.required), numeric=True),
                Column("达标情况", standing),
            ),
        )


FILED = {True: Badge("有申报", "ok"), False: Badge("本年度未申报", "warn")}


class SchoolHoursTable(Table):
    """Filing schools; a row leads to its people, for readers who may see them (``opens_people``)."""

    columns = (
        Column("申报单位", "school.short_name"),
        Column("在岗学员", lambda row: number(row.learners), numeric=True),
        Column("应达标", lambda row: number(row.bound), numeric=True),
        Column("已达标", lambda row: number(row.met), numeric=True),
        Column("未达标", lambda row: number(row.short), numeric=True),
        Column("合计还差", lambda row: number(row.missing), numeric=True),
        Column("待申报", lambda row: number(row.draft + row.posted), numeric=True),
        Column("待审核", lambda row: number(row.filed), numeric=True),
        Column("待认定", lambda row: number(row.verified), numeric=True),
        Column("最近申报", lambda row: moment(row.last_filed_at) if row.last_filed_at else ""),
        Column(
            "申报情况",
            lambda row: FILED[row.has_filed] if row.school.is_school else "",
        ),
    )

    def __init__(self, records, *, opens_people: bool):
        self.opens_people = opens_people
        super().__init__(records)

    def link(self, record) -> str:
        url = f"{reverse('training:shortfall-list')}?school={record.school.pk}"
        return url if self.opens_people else ""


class CountyHoursTable(Table):
    columns = (
        Column("县(区)", lambda row: row.place[1]),
        Column("在岗学员", lambda row: number(row.learners), numeric=True),
        Column("应达标", lambda row: number(row.bound), numeric=True),
        Column("已达标", lambda row: number(row.met), numeric=True),
        Column("未达标", lambda row: number(row.short), numeric=True),
        Column("达标比例", lambda row: f"{row.percent_met}%", numeric=True),
        Column("认定学时", lambda row: number(row.hours), numeric=True),
        Column("要求合计", lambda row: number(row.required), numeric=True),
        Column("合计还差", lambda row: number(row.missing), numeric=True),
        Column("申报中", lambda row: number(row.waiting), numeric=True),
        Column("未闭环批次", lambda row: number(row.open_batches), numeric=True),
    )

    def link(self, record) -> str:
        return f"?county={record.county.pk}"
