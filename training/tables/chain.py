"""Posting, objections, samples, certificates, groups."""

from django.urls import reverse

from pueredu.kit.tables import Badge, Column, Table
from pueredu.kit.templatetags.formats import day_short, moment, number
from training.enums import CertificateState, CheckVerdict, ObjectionState

OBJECTION_TONES = {
    ObjectionState.OPEN: "warn",
    ObjectionState.ACCEPTED: "ok",
    ObjectionState.REJECTED: "neutral",
}
CERTIFICATE_TONES = {
    CertificateState.SUBMITTED: "info",
    CertificateState.RETURNED: "warn",
    CertificateState.ACCEPTED: "ok",
    CertificateState.WITHDRAWN: "neutral",
}
VERDICT_TONES = {"": "warn", CheckVerdict.IN_ORDER: "ok", CheckVerdict.NOT_IN_ORDER: "danger"}


class LearnerGroupTable(Table):
    columns = (
        Column("组名", "name"),
        Column("单位", "school.short_name"),
        Column("人数", lambda group: number(group.size), numeric=True),
    )


class PostingTable(Table):
    """The names on the sheet; the school stands beside them when there are several."""

    def __init__(self, people, *, has_points: bool):
        numbers = {id(row): n for n, row in enumerate(people, 1)}
        columns = (
            Column("序号", lambda row: str(numbers[id(row)])),
            Column("姓名", "name"),
            *((Column("任教单位", "school.short_name"),) if has_points else ()),
            Column("参加的活动（序号）", "events"),
            Column("学时合计", lambda row: number(row.hours), numeric=True),
        )
        super().__init__(people, columns)

    def link(self, record) -> str:
        return ""


class PostedListTable(Table):
    """What is posted at the reader's school; a row leads to the form of objection."""

    columns = (
        Column("名单", lambda row: row.batch.title),
        Column("本人", "words"),
        Column("公示止", lambda row: day_short(row.batch.posting_ends_on)),
    )

    def link(self, record) -> str:
        return f"{reverse('training:objection-add')}?batch={record.batch.pk}"


def objection_state(objection) -> Badge:
    return Badge(objection.get_state_display(), OBJECTION_TONES[objection.state])


class ObjectionTable(Table):
    columns = (
        Column("名单", "batch.title"),
        Column("学员", "learner.name"),
        Column("提出", lambda row: moment(row.raised_at)),
        Column("处理时限", lambda row: day_short(row.due_on)),
        Column("状态", objection_state),
    )


class SampleCheckTable(Table):
    columns = (
        Column("抽查", str),
        Column("地区", "county.short_name"),
        Column("批次", lambda row: number(row.batch_count), numeric=True),
        Column("范围", lambda row: f"{number(row.population)} 人次"),
        Column("抽中", lambda row: number(row.drawn), numeric=True),
        Column("未核查", lambda row: number(row.drawn - row.checked), numeric=True),
        Column("不符合", lambda row: number(row.failed), numeric=True),
        Column("抽取", lambda row: moment(row.drawn_at)),
    )


class SampledClaimTable(Table):
    columns = (
        Column("抽中的学时", "label"),
        Column("名单", lambda row: row.batch.title if row.batch else "（已不在名单中）"),
        Column(
            "结论",
            lambda row: Badge(row.get_verdict_display() or "未核查", VERDICT_TONES[row.verdict]),
        ),
        Column("说明", "note"),
        Column("核查人", lambda row: str(row.checked_by or "")),
    )

    def link(self, record) -> str:
        return record.batch.get_absolute_url() if record.batch else ""


class SampleBatchTable(Table):
    """Batches that wait for a draw, and what keeps them back."""

    columns = (
        Column("名称", "batch.title"),
        Column("申报单位", lambda row: str(row.batch.handler or "—")),
        Column(
            "结论", lambda row: Badge(row.reason, "warn") if row.reason else Badge("可以通过", "ok")
        ),
    )

    def link(self, record) -> str:
        return record.batch.get_absolute_url()


def certificate_state(certificate) -> Badge:
    """The state of the certificate and, once the school took it, of its line in the chain."""
    claim = certificate.claim
    if claim is None:
        return Badge(certificate.get_state_display(), CERTIFICATE_TONES[certificate.state])
    if claim.is_void:
        return Badge(f"不计：{claim.void_reason}", "neutral")
    return Badge(f"学校已采纳，{claim.batch.state_label}", "ok")


class CertificateTable(Table):
    columns = (
        Column("培训名称", "title"),
        Column("姓名", "learner.name"),
        Column("日期", lambda row: day_short(row.held_on)),
        Column("学时", lambda row: number(row.hours), numeric=True),
        Column("状态", certificate_state),
    )
