"""Yearly plans and what stands in them."""

from pueredu.kit.tables import Badge, Column, Table
from pueredu.kit.templatetags.formats import day_short, number
from training.enums import PlanState

TONES = {PlanState.DRAFT: "neutral", PlanState.FILED: "info", PlanState.REGISTERED: "ok"}


def plan_state(plan) -> Badge:
    return Badge(plan.state_label, "warn" if plan.is_returned else TONES[PlanState(plan.state)])


class TrainingPlanTable(Table):
    """Plans with ``line_count`` and ``hours_total`` (annotated)."""

    columns = (
        Column("编制单位", "unit.short_name"),
        Column("培训年度", lambda plan: str(plan.year)),
        Column("层级", lambda plan: plan.get_tier_display()),
        Column("项目数", lambda plan: number(plan.line_count), numeric=True),
        Column("计划学时", lambda plan: number(plan.hours_total or 0), numeric=True),
        Column("下一步时限", lambda plan: day_short(plan.due_on) if plan.due_on else ""),
        Column("状态", plan_state),
    )


class PlanLineTable(Table):
    columns = (
        Column("月份", lambda line: f"{line.month}月"),
        Column("培训名称", "title"),
        Column("形式", lambda line: f"{line.get_form_display()}（{line.get_level_display()}）"),
        Column("方向", "direction.title"),
        Column("培训对象", lambda line: line.get_audience_display()),
        Column("计划学时", lambda line: number(line.hours), numeric=True),
    )

    def link(self, record) -> str:
        return ""
