"""Proofs of hours in a list."""

from pueredu.kit.tables import Badge, Column, Table
from pueredu.kit.templatetags.formats import moment, number
from training.enums import ProofState

TONES = {ProofState.IN_FORCE: "ok", ProofState.REVOKED: "neutral"}


def proof_state(proof) -> Badge:
    return Badge(proof.get_state_display(), TONES[ProofState(proof.state)])


class HoursProofTable(Table):
    columns = (
        Column("编号", "serial"),
        Column("姓名", "learner.name"),
        Column("任教单位", "school.short_name"),
        Column("年度", lambda row: row.facts["years"]),
        Column("学时", lambda row: number(row.facts["hours"]), numeric=True),
        Column("出具", lambda row: moment(row.issued_at)),
        Column("状态", proof_state),
    )
