"""The ten 县(区) and what is open in each."""

from collections.abc import Iterable
from datetime import date

from pueredu.kit.tables import Badge, Column, Table
from pueredu.kit.templatetags.formats import day_short
from pueredu.loop.queries import AreaLoops


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
