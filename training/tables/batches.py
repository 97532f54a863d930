"""Batches and their claims."""

from pueredu.kit.tables import Badge, Column, Table
from pueredu.kit.templatetags.formats import day_short, number
from training.enums import BatchState

TONES = {
    BatchState.DRAFT: "warn",
    BatchState.FILED: "info",
    BatchState.VERIFIED: "info",
    BatchState.RECOGNISED: "ok",
}


def batch_state(batch) -> Badge:
    """The state in words; a returned batch reads 退回待完善."""
    return Badge(batch.state_label, TONES[batch.state])


class HoursBatchTable(Table):
    columns = (
        Column("名称", "title"),
        Column("申报单位", lambda batch: batch.school.short_name if batch.school else "—"),
        Column("县(区)", "county.short_name"),
        Column("人次", lambda batch: number(batch.claim_count), numeric=True),
        Column("学时", lambda batch: number(batch.hours_total), numeric=True),
        Column("状态", batch_state),
        Column("下一步时限", lambda batch: day_short(batch.due_on) if batch.due_on else "—"),
    )


class ClaimTable(Table):
    """The claims of a batch; ``entries`` maps recognised claims to their ledger entries,
    ``is_mixed`` says that they are of several activities, ``opens_people`` that the reader may
    see one learner's year."""

    def __init__(self, claims, entries, *, is_mixed: bool, opens_people: bool):
        self.opens_people = opens_people

        def recognised(claim):
            entry = entries.get(claim.pk)
            if claim.is_void:
                return Badge("已冲销", "neutral")
            if entry is None:
                return ""
            if entry.is_over_cap:
                over = number(entry.hours - entry.counted_hours)
                return Badge(f"{number(entry.counted_hours)}（超上限不计 {over}）", "warn")
            return Badge(number(entry.counted_hours), "ok")

        event = (
            Column("活动", "activity.title"),
            Column("日期", lambda claim: day_short(claim.held_on)),
            Column("方向", "direction.title"),
        )
        columns = (
            Column("姓名", "learner.name"),
            Column("任教单位", "school.short_name"),
            *(event if is_mixed else ()),
            Column("申报学时", lambda claim: number(claim.hours), numeric=True),
            *((Column("计入学时", recognised),) if entries else ()),
        )
        super().__init__(claims, columns)

    def link(self, record) -> str:
        return record.learner.get_absolute_url() if self.opens_people else ""


class OwnClaimTable(Table):
    """What is on its way, on the learner's own page; it leads nowhere."""

    columns = (
        Column("活动", "activity.title"),
        Column("日期", lambda claim: day_short(claim.held_on)),
        Column("方向", "direction.title"),
        Column("学时", lambda claim: number(claim.hours), numeric=True),
        Column("状态", lambda claim: batch_state(claim.batch)),
    )

    def link(self, record) -> str:
        return ""
