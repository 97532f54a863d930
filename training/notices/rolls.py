"""Who hears that nothing comes of a session: no hours, so no list that anybody would see."""

from pueredu.units.access.holders import holders_of_each
from training.models import Enrolment
from training.notices.programmes import SessionChanged, people_of
from training.queries import confirmed_attendances


class SessionMissed(SessionChanged):
    """To who was enrolled and has no hours that count, and to who enrolled them."""

    on = "training.confirm_training_session"
    words = "已结班，您或您单位的人员没有可计入的学时：{subject}"

    @classmethod
    def recipients(cls, subject) -> list:
        missed = [row.enrolment.pk for row in confirmed_attendances(subject) if not row.counts]
        return people_of(Enrolment.objects.filter(pk__in=missed))


class SessionMissedByCounty(SessionChanged):
    """To the 县(区) of which nobody has hours that count: it gets no list to verify."""

    on = "training.confirm_training_session"
    to = "training.rank_enrolment"
    reason = "您负责本县(区)人员的培训学时审核"
    words = "已结班，本县(区)报名的人员都没有可计入的学时，不需审核：{subject}"

    @classmethod
    def recipients(cls, subject) -> list:
        found: dict[int, list] = {}
        for row in confirmed_attendances(subject):
            found.setdefault(row.enrolment.county_id, []).append(row)
        rows = [mine[0].enrolment for mine in found.values() if not any(one.counts for one in mine)]
        groups = holders_of_each(cls.to, rows) if rows else []
        return list({one.pk: one for group in groups for one in group}.values())
