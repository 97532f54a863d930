"""Batches and their claims."""

from pueredu.kit.tables import Badge, Column, Table
from pueredu.kit.templatetags.formats import day_short, number
from training.enums import BatchState

TONES = {
    BatchState.DRAFT: "warn",
    BatchState.POSTED: "info",
    BatchState.FILED: "info",
    BatchState.VERIFIED: "info",
    BatchState.RECOGNISED: "ok",
    BatchState.UNDONE: "neutral",
}


def batch_state(batch) -> Badge:
    """The state in words; a returned batch reads 退回待完善."""
    return Badge(batch.state_label, TONES[batch.state])


class HoursBatchTable(Table):
    columns = (
        Column("名称", "title"),
        Column("申报单位", lambda batch: batch.handler.short_name if batch.handler else "—"),
        Column("县(区)", "county.short_name"),
        Column("人次", lambda batch: number(batch.claim_count), numeric=True),
        Column("学时", lambda batch: number(batch.hours_total), numeric=True),
        Column("状态", batch_state),
        Column("下一步时限", lambda batch: day_short(batch.due_on) if batch.due_on else "—"),
    )


def void(claim) -> Badge:
    """Why a line does not count, in the words that were kept with it."""
    return Badge(f"不计：{claim.void_reason}", "neutral")


class ClaimTable(Table):
    """The claims of a batch; ``entries`` maps recognised claims to their ledger entries,
    ``flags`` claims to what looks impossible, ``is_mixed`` says that they are of several
    activities, ``opens_lines`` that the reader may see one learner's line."""

    def __init__(self, claims, entries, flags, *, is_mixed: bool, opens_lines: bool):
        self.opens_lines = opens_lines

        def standing(claim):
            if claim.is_void:
                return void(claim)
            entry = entries.get(claim.pk)
            if entry is None:
                words = flags.get(claim.pk, ())
                return Badge("；".join(words), "warn") if words else ""
            if entry.is_over_cap:
                over = number(entry.hours - entry.counted_hours)
                return Badge(f"{number(entry.counted_hours)}（超上限不计 {over}）", "warn")
            return Badge(number(entry.counted_hours), "ok")

        event = (
            Column("活动", "activity.title"),
            Column("日期", lambda claim: day_short(claim.held_on)),
            Column("方向", "direction.title"),
        )
        has_words = bool(entries or flags) or any(claim.is_void for claim in claims)
        columns = (
            Column("姓名", "learner.name"),
            Column("任教单位", "school.short_name"),
            *(event if is_mixed else ()),
            Column("申报学时", lambda claim: number(claim.hours), numeric=True),
            *((Column("计入学时" if entries else "核对", standing),) if has_words else ()),
        )
        super().__init__(claims, columns)

    def link(self, record) -> str:
        return record.get_absolute_url() if self.opens_lines else ""


class OwnClaimTable(Table):
    """What is on its way, on the learner's own page."""

    columns = (
        Column("活动", "activity.title"),
        Column("日期", lambda claim: day_short(claim.held_on)),
        Column("方向", "direction.title"),
        Column("学时", lambda claim: number(claim.hours), numeric=True),
        Column("状态", lambda claim: batch_state(claim.batch)),
    )


class UncountedTable(Table):
    """Lines of a learner that do not count, each with its reason."""

    columns = (
        Column("活动", "activity.title"),
        Column("日期", lambda claim: day_short(claim.held_on)),
        Column("学时", lambda claim: number(claim.hours), numeric=True),
        Column("为什么不计", "void_reason"),
    )


class LineTable(Table):
    """Claims of many batches, newest first."""

    columns = (
        Column("姓名", "learner.name"),
        Column("活动", "activity.title"),
        Column("日期", lambda claim: day_short(claim.held_on)),
        Column("学时", lambda claim: number(claim.hours), numeric=True),
        Column("当日单位", "school.short_name"),
        Column("来源", lambda claim: claim.batch.get_source_display()),
        Column("状态", lambda claim: void(claim) if claim.is_void else batch_state(claim.batch)),
    )


class ReadyTable(Table):
    """Batches that one press will take."""

    columns = HoursBatchTable.columns[:2] + HoursBatchTable.columns[3:5]


class SkippedTable(Table):
    """Pairs of a batch and why it is skipped."""

    columns = (
        Column("名称", lambda pair: pair[0].title),
        Column("申报单位", lambda pair: str(pair[0].handler or "—")),
        Column("原因", lambda pair: pair[1]),
    )

    def link(self, record) -> str:
        return record[0].get_absolute_url()
