"""Who is told of what in the studios, and what is reminded."""

from datetime import date

from pueredu.accounts.models import User
from pueredu.notices.classes import Due, Notice, Reminder
from studios.models import Activity, Studio, StudioGrant


class StudioProposed(Notice):
    on = "studios.add_studio"
    to = "studios.name_studio"
    reason = "您负责工作室的命名"
    words = "待命名：{subject}（{subject.county.short_name}）"


class _Answered:
    """A notice for those whom the record names: who proposed the studio, and its host."""

    to = "studios.view_studio"
    reason = "您是该工作室的申报经办人或主持人"

    @classmethod
    def recipients(cls, subject: Studio) -> list[User]:
        grants = StudioGrant.objects.filter(content_object=subject).select_related("user")
        people = [subject.proposed_by, *(grant.user for grant in grants)]
        named = {person.pk: person for person in people if person is not None}
        return [person for person in named.values() if person.is_active]


class StudioNamed(_Answered, Notice):
    on = "studios.name_studio"
    words = "已命名：{subject}"


class StudioDeclined(_Answered, Notice):
    on = "studios.decline_studio"
    words = "未予命名：{subject}"


class StudioHostAppointed(_Answered, Notice):
    on = "studios.appoint_host_studio"
    words = "已更换主持人：{subject}"


class StudioRevoked(_Answered, Notice):
    on = "studios.revoke_studio"
    words = "已撤销：{subject}"


class StudioExpired(_Answered, Notice):
    on = "studios.expire_studio"
    words = "周期已满：{subject}"


class StudioDue(Reminder):
    """An activity that was held and not confirmed; a term that ends and is not settled."""

    key = "studio"
    reason = "您负责该工作室"

    @classmethod
    def due(cls, today: date):
        for activity in Activity.objects.unconfirmed(today).select_related("studio"):
            yield Due(activity, activity.held_on, to="studios.confirm_activity")
        for studio in Studio.objects.past_term(today):
            yield Due(studio, studio.until, to="studios.expire_studio")

    @classmethod
    def title(cls, subject: Activity | Studio) -> str:
        if isinstance(subject, Activity):
            return f"活动已举行，请确认参加人员：{subject}"
        return f"周期已满，请办理届满：{subject}"
