"""Who owes the next step of a batch, and what is open within a person's sight."""

from collections.abc import Iterator
from datetime import date, timedelta

from django.db.models import F, Min, Q
from django.urls import reverse

from pueredu.kit.templatetags.formats import number
from pueredu.loop.owed import OpenRows, Owed
from pueredu.units.enums import UnitKind
from pueredu.units.models import Unit
from training.enums import BatchState as S
from training.enums import CertificateState, ObjectionState
from training.enums import HoursBatchTransition as T
from training.models import (
    Certificate,
    HoursBatch,
    Learner,
    Objection,
    SampledClaim,
    TrainingYear,
)
from training.queries.deadlines import deadline
from training.queries.owing import ROOM, Heap, Step, lines_owed
from training.queries.plans import open_plans, plan_steps
from training.queries.posting import posting_days
from training.queries.reminding import short_heaps
from training.queries.sessions import open_sessions, session_steps
from training.queries.yearly import summary_steps

REMIND_WITHIN = timedelta(days=30)  # nobody is reminded of a yearly date earlier or later than this
LOOPS = {
    S.DRAFT: "学时待申报",
    S.POSTED: "学时公示中",
    S.FILED: "学时待县(区)审核",
    S.VERIFIED: "学时待市级认定",
}


def owed(user, today: date, limit: int = 50) -> list[Owed]:
    """Each list that its school has to post or file, each certificate that came back; one line for
    all that waits to be settled, looked at, verified or recognised, and one for who is short."""
    return [
        *_to_file(user, today, limit),
        *lines_owed(
            [
                _objections(user),
                _certificates(user),
                _sampled(user),
                _waiting(user, S.FILED, T.VERIFY),
                _waiting(user, S.VERIFIED, T.RECOGNISE),
                _returned(user),
                *plan_steps(user, today),
                *session_steps(user, today),
                *summary_steps(user, today),
                *short_heaps(user, today),
            ],
            limit,
        ),
    ]


def _to_file(user, today: date, limit: int) -> list[Owed]:
    own = HoursBatch.objects.permitted(user, "training.file_hours_batch")
    ready = own.filter(Q(state=S.DRAFT) | Q(state=S.POSTED, posting_ends_on__lt=today))
    found = list(ready.order_by("due_on", "id")[:limit])
    has_to_post = bool(found) and posting_days(today) > 0
    return [_list_owed(batch, has_to_post=has_to_post) for batch in found]


def _list_owed(batch: HoursBatch, *, has_to_post: bool) -> Owed:
    word, verb = "待申报", T.FILE.label
    if batch.is_returned:
        word, verb = "退回待完善", "修改后申报"
    elif batch.state == S.POSTED:
        word = "公示期满，待申报"
    elif has_to_post and batch.posting_ends_on is None:
        word, verb = "待公示", T.POST.label
    return Owed(
        title=f"{word}：{batch.title}",
        verb=verb,
        url=batch.get_absolute_url(),
        due_on=batch.due_on,
        room=ROOM,
        note=f"{batch.claim_count} 人次，{number(batch.hours_total)} 学时",
    )


def _objections(user) -> Heap:
    rows = Objection.objects.permitted(user, "training.accept_objection").open()
    url = f"{reverse('training:objection-list')}?state={ObjectionState.OPEN}"
    return Heap("{n} 条公示异议待处理", "去处理", rows, lambda _: url, place="handler")


def _certificates(user) -> Heap:
    rows = Certificate.objects.permitted(user, "training.accept_certificate")
    rows = rows.filter(state=CertificateState.SUBMITTED)
    url = f"{reverse('training:certificate-list')}?state={CertificateState.SUBMITTED}"
    return Heap("{n} 份教师证书待审核", "去审核", rows, lambda _: url)


def _returned(user) -> Step:
    """The own certificates that came back."""
    return Step(
        words="证书退回待完善：{title}",
        verb="修改后上报",
        rows=Certificate.objects.permitted(user, "training.submit_certificate").filter(
            state=CertificateState.RETURNED
        ),
        title=F("title"),
        url=lambda pk: reverse("training:certificate-detail", args=[pk]),
    )


def _sampled(user) -> Heap:
    """Drawn lines that nobody has looked at, of batches that wait for it."""
    rows = SampledClaim.objects.permitted(user, "training.change_sample_check")
    rows = rows.filter(verdict="", batch__sample=F("sample"))

    def url(sample: int) -> str:
        return reverse("training:sample-check-detail", args=[sample])

    return Heap(
        "抽中的 {n} 条学时待核查", "去核查", rows, url,
        key="sample", due_on="batch__due_on", place="sample",
    )  # fmt: skip


def _waiting(user, state: S, verb: T) -> Heap:
    rows = HoursBatch.objects.permitted(user, f"training.{verb}_hours_batch").filter(state=state)
    url = f"{reverse('training:hours-batch-list')}?state={state}"
    return Heap(
        f"{{n}} 批学时{state.label}",
        "去审核" if verb == T.VERIFY else "去认定",
        rows,
        lambda _: url,
        note="{places} 个申报单位",
        is_awaited=True,
    )


def open_batches(user, state: str = ""):
    """The rows that ``open_loops`` counts: one query object for the card and for its list."""
    rows = HoursBatch.objects.visible_to(user).open()
    return rows.filter(state=state) if state else rows


def open_loops(user, today: date) -> list[OpenRows]:
    """Open batches, objections and certificates within the person's sight, one line a step."""
    return [
        *_open_batches(user),
        OpenRows(
            label="公示异议待处理",
            url=f"{reverse('training:objection-list')}?state={ObjectionState.OPEN}",
            rows=Objection.objects.visible_to(user).open(),
            title="batch__title",
            due_on="due_on",
        ),
        OpenRows(
            label="教师证书待学校审核",
            url=f"{reverse('training:certificate-list')}?state={CertificateState.SUBMITTED}",
            rows=Certificate.objects.visible_to(user).filter(state=CertificateState.SUBMITTED),
            title="title",
            due_on="due_on",
        ),
        open_plans(user),
        open_sessions(user),
    ]


def _open_batches(user) -> list[OpenRows]:
    return [
        OpenRows(
            label=label,
            url=f"{reverse('training:hours-batch-list')}?state={state}",
            rows=open_batches(user, state),
            title="title",
            due_on="due_on",
        )
        for state, label in LOOPS.items()
    ]


def filings_due(today: date) -> Iterator[tuple[Unit, date]]:
    """Schools with lists to post or file, by their earliest date; near the end of filing also
    those that filed nothing this year."""
    drafts = HoursBatch.objects.filter(state__in=[S.DRAFT, S.POSTED], school__isnull=False)
    dates = dict(drafts.order_by().values_list("school").annotate(due=Min("due_on")))
    for year in TrainingYear.objects.containing(today):
        end = deadline(year, "training.filing_due")
        if abs(end - today) <= REMIND_WITHIN:
            filed = HoursBatch.objects.filter(year=year, school__isnull=False).values("school")
            for pk in _filing_ids().difference(filed.values_list("school", flat=True)):
                dates.setdefault(pk, end)
    schools = Unit.objects.in_bulk(dates)
    yield from ((schools[pk], day) for pk, day in sorted(dates.items()) if pk in schools)


def _filing_ids() -> set[int]:
    """The schools that file: those with learners, a point's learners counting for its 中心学校."""
    rows = Learner.objects.active().order_by()
    pairs = rows.values_list("school", "school__parent", "school__parent__kind").distinct()
    return {parent if kind == UnitKind.CENTRAL_SCHOOL else school for school, parent, kind in pairs}


def verifications_due() -> Iterator[tuple[Unit, date]]:
    """The education bureaus with filed batches to verify, each with its earliest date."""
    filed = HoursBatch.objects.filter(state=S.FILED).order_by()
    dates = dict(filed.values_list("county").annotate(due=Min("due_on")))
    bureaus = Unit.objects.filter(kind=UnitKind.EDUCATION_BUREAU, area__in=dates)
    yield from ((bureau, dates[bureau.area_id]) for bureau in bureaus)


def open_objections():
    """Every objection that is not settled."""
    return Objection.objects.open().select_related("batch", "learner", "handler", "county")


def waiting_certificates():
    """Every certificate that a school has not looked at."""
    rows = Certificate.objects.filter(state=CertificateState.SUBMITTED)
    return rows.select_related("learner", "school", "county")
