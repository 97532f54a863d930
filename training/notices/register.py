"""Who hears that somebody moved, left, came back or was registered twice, and of a new rule."""

from django.urls import reverse

from pueredu.notices.classes import Notice
from pueredu.units.access.holders import holders
from training.notices.chain import own


class _PersonAndSchool:
    """A notice for the learner and for who files for the school."""

    to = "training.file_hours_batch"

    @classmethod
    def recipients(cls, subject) -> list:
        return [*own(subject), *holders(cls.to, subject)]


class LearnerTransferred(_PersonAndSchool, Notice):
    """The school is the one that receives."""

    on = "training.transfer_learner"
    reason = "您本人或本单位的人员有调动"

    @classmethod
    def title(cls, subject) -> str:
        new = subject.placements.select_related("school")[0]
        words = f"{new.get_reason_display()}，{new.since:%Y-%m-%d}起"
        return f"{subject.name}调到{new.school.short_name}（{words}）"


class LearnerMovedAway(LearnerTransferred):
    """To the school that loses; it sees its own past lines, no longer the person."""

    @classmethod
    def recipients(cls, subject) -> list:
        old = subject.placements.select_related("school")[1:2]
        told = {user.pk for user in super().recipients(subject)}
        return [user for row in old for user in holders(cls.to, row) if user.pk not in told]

    @classmethod
    def url(cls, subject) -> str:
        return reverse("training:learner-list")


class LearnerOnLeave(_PersonAndSchool, Notice):
    on = "training.leave_learner"
    reason = "您本人或本单位人员的在岗状态有变化"

    @classmethod
    def title(cls, subject) -> str:
        now = subject.periods.all()[0]
        return f"{subject.name}的状态：{now.get_status_display()}（{now.since:%Y-%m-%d}起）"


class LearnerResumed(LearnerOnLeave):
    on = "training.resume_learner"


class LearnerRetired(LearnerOnLeave):
    on = "training.retire_learner"


class LearnerDeparted(LearnerOnLeave):
    on = "training.depart_learner"


class LearnerMerged(_PersonAndSchool, Notice):
    """The person is the one whose records were two."""

    on = "training.merge_learner"
    reason = "您本人或本单位的人员有两条登记"
    words = "{subject.name}的两条登记已合并，原编号 {subject.code} 仍可查到"

    @classmethod
    def recipients(cls, subject) -> list:
        return super().recipients(subject.merged_into)

    @classmethod
    def url(cls, subject) -> str:
        return subject.merged_into.get_absolute_url()


class RuleVersionEnforced(Notice):
    on = "training.enforce_rule_version"
    to = "training.view_rule_version"
    reason = "您负责按认定规则审核学时"
    words = "认定规则自 {subject.since:%Y-%m-%d} 起施行：{subject.title}"
