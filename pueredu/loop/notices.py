"""Who is told of what in the life of a Matter, and what is reminded."""

from datetime import date

from pueredu.loop.enums import MatterState
from pueredu.loop.kinds import kind_of
from pueredu.loop.models import Matter
from pueredu.notices.classes import Due, Notice, Reminder
from pueredu.units.access.ties import Tie

LEAD_UNIT = "本单位是该事项的牵头单位"
VERIFIER = "您负责核验该事项"


class MatterIssued(Notice):
    on = "loop.issue_matter"
    to = "loop.receive_matter"
    reason = LEAD_UNIT

    @classmethod
    def title(cls, subject: Matter) -> str:
        return f"请签收{kind_of(subject.kind).label}：{subject}"


class MatterSubmitted(Notice):
    on = "loop.submit_matter"
    to = "loop.close_matter"
    reason = VERIFIER
    words = "待核验：{subject}"


class MatterReturned(Notice):
    on = "loop.return_matter"
    to = "loop.submit_matter"
    reason = LEAD_UNIT
    words = "请修改完善：{subject}"


class MatterClosed(Notice):
    on = "loop.close_matter"
    to = "loop.submit_matter"
    reason = LEAD_UNIT
    words = "{subject.state_label}：{subject}"


class MatterExtended(Notice):
    on = "loop.extend_matter"
    to = "loop.submit_matter"
    reason = LEAD_UNIT
    words = "时限延至 {subject.due_on:%-m月%-d日}：{subject}"


class MatterChased(Notice):
    on = "loop.chase_matter"
    to = "loop.submit_matter"
    reason = LEAD_UNIT
    words = "催办：{subject}"


class MatterReopened(Notice):
    on = "loop.reopen_matter"
    to = "loop.submit_matter"
    reason = LEAD_UNIT
    words = "重新列入：{subject}"


class MatterWithdrawn(Notice):
    """A draft that is withdrawn was never heard of, so nobody is told."""

    on = "loop.withdraw_matter"
    to = "loop.submit_matter"
    reason = LEAD_UNIT
    words = "已撤回：{subject}"

    @classmethod
    def recipients(cls, subject: Matter) -> list:
        return super().recipients(subject) if subject.issued_at else []


class DeputyAppointed(Notice):
    """Told to the deputy alone: the lead unit did it itself."""

    on = "loop.appoint_deputy_matter"
    to = "loop.submit_matter"
    reason = "您受委托代办该事项"
    words = "请代办：{subject}"

    @classmethod
    def recipients(cls, subject: Matter) -> list:
        ties = subject.grants.filter(permission__codename=Tie.DEPUTY)
        return [ties.select_related("user").latest("until").user]


class MatterDue(Reminder):
    """Stops when the lead unit asked for verification: then others owe the next step."""

    key = "matter"
    reason = LEAD_UNIT

    @classmethod
    def due(cls, today: date):
        for matter in Matter.objects.awaiting_lead_unit().with_units().order_by("due_on", "id"):
            step = "receive" if matter.state == MatterState.ISSUED else "submit"
            yield Due(matter, matter.due_on, to=f"loop.{step}_matter")

    @classmethod
    def title(cls, subject: Matter) -> str:
        word = "待签收" if subject.state == MatterState.ISSUED else "待办理"
        return f"{word}：{subject}"
