"""Sessions: what of them waits for whom, and how their seats stand."""

from datetime import date

from django.db.models import Count, Exists, F, OuterRef, Subquery, Sum, Value
from django.db.models.functions import Coalesce, Concat
from django.urls import reverse

from pueredu.loop.owed import OpenRows
from pueredu.units.enums import UnitKind
from pueredu.units.models import Unit
from training.enums import EnrolmentState as ES
from training.enums import SessionState as S
from training.models import Enrolment, SeatQuota, TrainingSession
from training.queries.owing import Heap, Step

LIST = "training:training-session-list"
NAME = Concat(F("session__programme__title"), Value("（"), F("session__title"), Value("）"))
OWN_NAME = Concat(F("programme__title"), Value("（"), F("title"), Value("）"))


def areas():
    """Who gets seats from the city: the 县(区) in official order, and the city for its schools."""
    kinds = (UnitKind.COUNTY, UnitKind.CITY)
    return Unit.objects.filter(kind__in=kinds).order_by("-kind", "precedence", "code")


def schools_of(area: Unit, today: date):
    """The schools of an area that enrol, a 中心学校 standing for its points."""
    rows = Unit.objects.schools().open_on(today).filter(area=area)
    return rows.exclude(parent__kind=UnitKind.CENTRAL_SCHOOL).order_by("precedence", "code")


def quotas_to_pass_on(rows=None):
    """Of ``rows`` the areas' quotas of which something is not with schools yet."""
    below = SeatQuota.objects.of_schools().filter(
        session=OuterRef("session"), county=OuterRef("unit")
    )
    given = below.order_by().values("county").annotate(n=Sum("seats")).values("n")
    rows = SeatQuota.objects.all() if rows is None else rows
    rows = rows.of_areas().filter(session__state=S.ANNOUNCED, session__recalled_at=None)
    return rows.annotate(given=Coalesce(Subquery(given), Value(0))).filter(seats__gt=F("given"))


def quotas_to_fill(rows=None):
    """Of ``rows`` the schools' quotas with free seats, while they can be filled."""
    rows = SeatQuota.objects.all() if rows is None else rows
    rows = rows.of_schools().filter(session__state=S.ANNOUNCED, session__recalled_at=None)
    return rows.with_use().filter(seats__gt=F("used"))


def why_not_announced(session: TrainingSession, given: int, today: date) -> str:
    """What keeps back a session of which ``given`` seats are with the areas; empty for nothing."""
    if not given:
        return "还没有给任何县(区)分配名额，请先分配"
    if session.enrolment_closes_on < today:
        return "报名截止日期已过，请先修改日期"
    return ""


def sessions_to_confirm(today: date, rows=None):
    """Of ``rows`` those that are over and that nobody stands for yet."""
    rows = TrainingSession.objects.all() if rows is None else rows
    return rows.filter(state__in=[S.ANNOUNCED, S.CLOSED], until__lt=today)


def sessions_to_select(rows=None):
    """Of ``rows`` those whose people were proposed and wait for the city's word."""
    rows = TrainingSession.objects.all() if rows is None else rows
    waiting = Enrolment.objects.filter(session=OuterRef("pk"), state=ES.NOMINATED)
    taken = Enrolment.objects.filter(session=OuterRef("pk"), state=ES.ENROLLED).order_by()
    taken = taken.values("session").annotate(n=Count("pk")).values("n")
    rows = rows.filter(Exists(waiting), state=S.CLOSED)
    return rows.annotate(in_seats=Coalesce(Subquery(taken), Value(0))).filter(
        seats__gt=F("in_seats")
    )


def session_steps(user, today: date) -> list[Step | Heap]:
    """Seats to pass on, names to enrol, people to rank and select, sessions to confirm."""
    quotas = SeatQuota.objects.permitted(user, "training.change_seat_quota")
    fills = SeatQuota.objects.permitted(user, "training.add_enrolment")
    ranks = Enrolment.objects.permitted(user, "training.rank_enrolment")
    runs = TrainingSession.objects.permitted(user, "training.confirm_training_session")
    return [
        Step(
            "培训名额待分到学校：{title}", "分配名额", quotas_to_pass_on(quotas), NAME,
            _to("seat-quota-change"), F("session__quota_due_on"),
        ),
        Step(
            "培训名额待报名：{title}", "去报名", quotas_to_fill(fills), NAME,
            _to("enrolment-add"), F("session__recall_on"), key="session_id",
        ),
        Heap(
            "{n} 名推荐人选待排序", "去排序",
            ranks.filter(state=ES.NOMINATED, rank=None, session__state=S.ANNOUNCED),
            _to("enrolment-rank"), key="session", due_on="session__enrolment_closes_on",
        ),
        Step(
            "推荐人选待遴选：{title}", "去遴选", sessions_to_select(runs), OWN_NAME,
            _to("enrolment-select"), F("since"), is_awaited=True,
        ),
        Step(
            "班次已结束，待签到、确认结班：{title}", "去确认", sessions_to_confirm(today, runs),
            OWN_NAME, _to("training-session-detail"), F("confirm_due_on"),
        ),
    ]  # fmt: skip


def _to(name: str):
    return lambda pk: reverse(f"training:{name}", args=[pk])


def open_sessions(user) -> OpenRows:
    """Sessions within sight that are under way."""
    under_way = [S.ANNOUNCED, S.CLOSED]
    return OpenRows(
        label="培训班次未结班",
        url=f"{reverse(LIST)}?open=on",
        rows=TrainingSession.objects.visible_to(user).filter(state__in=under_way),
        title=OWN_NAME,
        due_on="confirm_due_on",
    )
