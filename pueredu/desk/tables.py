"""The ten 县(区) and what is open in each; what a post leaves; what nobody holds."""

from collections.abc import Iterable
from datetime import date

from django.urls import reverse

from pueredu.kit.tables import Badge, Column, Table
from pueredu.kit.templatetags.formats import day_short, moment
from pueredu.loop.models import MatterEvent
from pueredu.loop.owed import Owed, Paper
from pueredu.loop.queries import AreaLoops
from pueredu.units.queries import Vacancy


class CountyTable(Table):
    """One line for each 县(区): a word with its shape, two numbers, and the Matter due first."""

    def __init__(self, lines: Iterable[AreaLoops], *, today: date):
        def state(line: AreaLoops) -> Badge:
            if line.overdue:
                return Badge("有逾期", "danger")
            return Badge("按期办理", "info") if line.count else Badge("无未闭环", "ok")

        super().__init__(
            lines,
            (
                Column("县(区)", "area.short_name"),
                Column("状态", state),
                Column("未闭环", "count", numeric=True),
                Column("其中逾期", "overdue", numeric=True),
                Column("最早到期", lambda line: line.soonest.title if line.soonest else ""),
                Column("时限", lambda line: day_short(line.soonest.due_on) if line.soonest else ""),
            ),
        )

    def link(self, record: AreaLoops) -> str:
        return record.url


class OwedTable(Table):
    """Open duties for paper: the to-do list without its buttons."""

    def __init__(self, records: Iterable[Owed], *, today: date):
        def due(owed: Owed) -> Badge | str:
            if owed.due_on is None:
                return "未设期限"
            day = day_short(owed.due_on)
            return Badge(f"{day} 逾期", "danger") if owed.due_on < today else day

        super().__init__(
            records,
            (
                Column("事项", "title"),
                Column("类别", "room"),
                Column("说明", "note"),
                Column("时限", due),
                Column("下一步", "verb"),
            ),
        )

    def link(self, record: Owed) -> str:
        return record.url


class PaperTable(Table):
    columns = (
        Column("材料", "name"),
        Column("所属事项", "about"),
        Column("上传时间", lambda paper: moment(paper.at)),
    )

    def link(self, record: Paper) -> str:
        return record.url


class EventTable(Table):
    columns = (
        Column("事项", "matter.title"),
        Column("办理", "get_verb_display"),
        Column("办理人", "by.name"),
        Column("时间", lambda event: moment(event.at)),
    )

    def link(self, record: MatterEvent) -> str:
        return record.matter.get_absolute_url()


class FormerHolderTable(Table):
    columns = (
        Column("姓名", "user.name"),
        Column("职务", "post_name"),
        Column("任职起", lambda post: day_short(post.since)),
        Column("任职止", lambda post: day_short(post.until)),
    )

    def link(self, record) -> str:
        return ""


class VacancyTable(Table):
    """Vacant roles of units; a line leads to the appointment for who may give the role."""

    columns = (
        Column("单位", "unit.name"),
        Column("地区", "unit.area.short_name"),
        Column("空缺的角色", lambda vacancy: Badge(vacancy.role.label, "warn")),
    )

    def __init__(self, records: Iterable[Vacancy], *, roles):
        self.roles = roles
        super().__init__(records)

    def link(self, record: Vacancy) -> str:
        if record.role not in self.roles:
            return ""
        page = reverse("units:membership-add")
        return f"{page}?unit={record.unit.pk}&office={record.role}"


class GroupVacancyTable(Table):
    columns = (
        Column("领导小组", "group.name"),
        Column("职务", "title"),
        Column("组内职务", "get_rank_display"),
        Column("状态", lambda _post: Badge("空缺", "warn")),
    )

    def link(self, record) -> str:
        return record.group.get_absolute_url()
