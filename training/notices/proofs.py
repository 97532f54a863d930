"""The learner hears of a proof of the own hours that somebody else gave out or took back."""

from pueredu.notices.classes import Notice


class HoursProofAdded(Notice):
    on = "training.add_hours_proof"
    to = "training.view_hours_proof"
    reason = "证明的是您本人的学时"
    words = "{subject.facts[issuer]}为您出具了{subject.facts[years]}学时证明"

    @classmethod
    def recipients(cls, subject) -> list:
        return [subject.learner.user] if subject.learner.user else []


class HoursProofRevoked(HoursProofAdded):
    on = "training.revoke_hours_proof"
    words = "学时证明已撤销：{subject.serial}（{subject.revoke_reason}）"
