"""Who may stand twice in the register, and what two records of one person have in common."""

from django.db.models import Count, OuterRef, Q, Subquery, Sum

from training.enums import LearnerStatus
from training.models import HoursClaim, Learner, LedgerEntry


def likely_duplicates(learners):
    """Those of ``learners`` of whom an earlier record has the same name, and the same school or the
    same 学科 in the same 县(区); each with ``twin_id``, the earliest of them."""
    same = Learner.objects.named().filter(name=OuterRef("name"), pk__lt=OuterRef("pk"))
    place = Q(school=OuterRef("school"))
    place |= Q(county=OuterRef("county"), subject=OuterRef("subject")) & ~Q(subject="")
    twins = same.filter(place).order_by("pk").values("pk")
    return learners.named().annotate(twin_id=Subquery(twins[:1])).filter(twin_id__isnull=False)


def recognised_of_both(first: Learner, second: Learner) -> list[str]:
    """The events that both records have recognised, by title."""
    live = LedgerEntry.objects.filter(reversal_of=None, reversal=None)
    theirs = live.filter(learner=second).values("claim__event_key")
    rows = live.filter(learner=first, claim__event_key__in=theirs).order_by("held_on", "pk")
    return list(rows.values_list("claim__activity__title", flat=True))


def side_of(learner: Learner) -> dict[str, object]:
    """What one record holds, for a page that shows two beside each other; three queries."""
    stay = learner.placements.order_by("since").values_list("since", flat=True).first()
    lines = HoursClaim.objects.filter(learner=learner).aggregate(
        all=Count("pk"), open=Count("pk", filter=Q(is_void=False) & ~Q(batch__state="recognised"))
    )
    hours = learner.years.aggregate(hours=Sum("hours"))["hours"] or 0
    return {"since": stay, "lines": lines["all"], "open": lines["open"], "hours": hours}


def by_code(learners, code: str) -> Learner | None:
    """The learner of a code, through a merge to the record that stays; None for a code of nobody."""
    found = Learner.objects.filter(code=code).values_list("pk", "merged_into").first()
    if found is None:
        return None
    return learners.filter(pk=found[1] or found[0]).exclude(status=LearnerStatus.MERGED).first()
