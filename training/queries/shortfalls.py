"""Who is short, the largest gap first; whom to call, and words to send that name nobody."""

from collections.abc import Iterable
from datetime import date

from django.db.models import F, OuterRef, Subquery, Sum, Value
from django.db.models.functions import Coalesce

from pueredu.kit.templatetags.formats import day, number
from pueredu.units.enums import Role
from pueredu.units.models import Membership, Unit
from training.models import HoursClaim
from training.queries.outlook import pace_of
from training.queries.people import NONE, ON_THEIR_WAY
from training.queries.requirement import FILING, HOURS, Requirement, with_totals
from training.queries.totals import Standing


def shortfalls(learners, rule: Requirement):
    """Those of ``learners`` who have not met the requirement, by their gap, with ``waiting``: the
    hours posted, filed or verified that may close it."""
    lines = HoursClaim.objects.counting().filter(
        learner=OuterRef("pk"), batch__year=rule.year, batch__state__in=ON_THEIR_WAY
    )
    waiting = lines.order_by().values("learner").annotate(n=Sum("hours")).values("n")
    rows = with_totals(learners, rule).filter(gap__gt=0)
    rows = rows.annotate(
        waiting=Coalesce(Subquery(waiting), Value(NONE), output_field=HOURS),
        left=F("gap") - F("waiting"),
    )
    return rows.order_by("-gap", "name_key", "id")


def heads_of(schools: Iterable[Unit], today: date) -> dict[int, Membership]:
    """The head in office of each school; of a point without one, that of its 中心学校. One query."""
    schools = list(schools)
    units = {pk for school in schools for pk in (school.pk, school.parent_id)}
    posts = Membership.objects.in_force(today).filter(unit__in=units, role=Role.SCHOOL_HEAD)
    held = {
        post.unit_id: post for post in posts.select_related("user").order_by("-precedence", "-id")
    }
    found = {school.pk: held.get(school.pk) or held.get(school.parent_id) for school in schools}
    return {pk: post for pk, post in found.items() if post}


def words_on(standing: Standing, rule: Requirement, today: date) -> list[str]:
    """How a set of learners stands and where the pace leads, in sentences."""
    if not standing.bound:
        return ["没有应达标的人员。"]
    words = [
        f"应达标 {standing.bound} 人，已达标 {standing.met} 人，未达标 {standing.short} 人"
        + (f"，合计还差 {number(standing.missing)} 学时。" if standing.short else "。")
    ]
    if standing.waiting:
        words.append(f"申报中（公示、待审核、待认定）{number(standing.waiting)} 学时。")
    if standing.short and pace_of(rule.year, today).says_something:
        words.append(
            f"按已认定学时的进度推算，到{day(rule.year.ends_on)}约有 {standing.behind} 人达不到要求。"
        )
    return words


def reminder_text(standing: Standing, rule: Requirement, today: date) -> str:
    """Words for a message to a school or 县(区): counts, no names."""
    mark = "（适用学段暂定）" if rule.is_provisional else ""
    filing = "（暂定）" if rule.figures[FILING].is_provisional else ""
    return (
        f"截至{day(today)}，{rule.year}教师培训学时{mark}："
        f"{''.join(words_on(standing, rule, today))}"
        f"请安排好培训，及时申报；学校申报截止{day(rule.filing_due)}{filing}。"
    )
