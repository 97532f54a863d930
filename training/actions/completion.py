"""A checked organiser's list into claims: one activity, a verified batch for each 县(区)."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime

from django.db import connection
from django.urls import reverse
from django.utils import timezone

from pueredu.accounts.models import User
from pueredu.audit.actions import remember
from pueredu.kit.errors import Refused
from pueredu.kit.names import audit_verb
from pueredu.notices.actions import post as post_messages
from pueredu.notices.acts import acting
from pueredu.notices.models import Message
from pueredu.units.access.registry import grants_of
from pueredu.units.models import Membership, Unit
from pueredu.workbooks.models import ImportedRecord
from training.actions.batches import undo_hours_batch
from training.actions.claims import duplicate_of
from training.actions.counts import count_all
from training.enums import BatchSource
from training.enums import BatchState as S
from training.models import HoursBatch, HoursClaim, RuleVersion, TrainingActivity, TrainingYear
from training.queries import next_due

FAILED = "不合格"
FAILED_REASON = "结业不合格，不计"
UNDONE_REASON = "撤销导入"
BATCH = 2000

# `judged` is the engine's temporary table of the sheet (pueredu.workbooks.checks)
_WANTED = """
SELECT learner_id, school_id, county_id, event_key, year_id, rule_id, direction_id, title, held_on,
       real_hours AS hours, result, organiser
FROM judged WHERE is_wanted ORDER BY row_no
"""


def import_completion(job_id: int, *, unit: Unit, by: User, at: datetime) -> dict[str, object]:
    """Write the wanted rows of one organ's checked list; returns how many were added, of how many
    schools, and how many of them do not count."""
    with connection.cursor() as cursor:
        cursor.execute(_WANTED)
        names = [column.name for column in cursor.description]
        rows = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    claims = enter_completion(rows, unit=unit, by=by, at=at)
    ImportedRecord.objects.bulk_create(
        (ImportedRecord(job_id=job_id, record_id=claim.pk) for claim in claims), batch_size=BATCH
    )
    void = sum(claim.is_void for claim in claims)
    schools = len({claim.school_id for claim in claims})
    return {"added": len(claims), "changed": 0, "void": void, "schools": schools}


def enter_completion(rows: list[dict], *, unit: Unit, by: User, at: datetime) -> list[HoursClaim]:
    """The claims of an organiser's list that ``unit`` had, one row a learner. What the organ enters
    is verified by it. Who failed, and whose event another list has, is kept as not counting."""
    claims: list[HoursClaim] = []
    for group in _by_event(rows).values():
        claims += _enter(group, unit=unit, by=by, at=at)
    _tell_schools(claims, at=at)
    return claims


def undo_completion(job_id: int, *, by: User, at: datetime) -> None:
    """Take what an upload entered out of the count again. A list of which it was all is undone;
    raises Refused when any of it was recognised."""
    records = ImportedRecord.objects.filter(job=job_id).values("record_id")
    claims = HoursClaim.objects.filter(pk__in=records)
    batches = HoursBatch.objects.filter(pk__in=claims.values("batch")).select_related("unit")
    # locked: what is recognised meanwhile would count, and its event could be claimed again
    for batch in batches.select_for_update(of=("self",), no_key=True).order_by("pk"):
        if batch.state != S.VERIFIED:
            raise Refused("这份名单已经认定或撤销，不能再撤销导入；更正以冲销办理。")
        rest = batch.claims.exclude(pk__in=records)
        if rest.exists():
            batch.claims.counting().filter(pk__in=records).update(
                is_void=True, void_reason=UNDONE_REASON
            )
            count_all([batch.pk])
        else:
            undo_hours_batch(batch, by=by, at=at, text=UNDONE_REASON)


def _by_event(rows: Iterable[dict]) -> dict[str, list[dict]]:
    groups: dict[str, list[dict]] = {}
    for row in rows:
        groups.setdefault(row["event_key"], []).append(row)
    return groups


def _enter(rows: list[dict], *, unit: Unit, by: User, at: datetime) -> list[HoursClaim]:
    key = rows[0]["event_key"]
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"training.event.{key}"])
    listed = _listed(key, unit)
    rows = [row for row in rows if row["learner_id"] not in listed]
    if not rows:
        return []
    known = _known(key, rows)
    activity = _activity(rows[0], unit)
    batches: dict[int, HoursBatch] = {}
    details = {"rows": ["", str(len(rows))], "unit": ["", unit.name]}
    with acting("import", activity, by=by, at=at, details=details) as activity:
        activity.save()
        for row in rows:
            if row["county_id"] not in batches:
                batches[row["county_id"]] = _batch(row, activity, unit, by=by, at=at)
        claims = [_claim(row, batches[row["county_id"]], activity, known) for row in rows]
        HoursClaim.objects.bulk_create(claims, batch_size=BATCH)
        count_all([batch.pk for batch in batches.values()])
        details["batches"] = ["", ",".join(str(batch.pk) for batch in batches.values())]
    return claims


def _listed(key: str, unit: Unit) -> set[int]:
    """Who stands in this organ's list of the event already: the same file twice adds nothing."""
    lines = HoursClaim.objects.filter(event_key=key, batch__unit=unit)
    return set(lines.exclude(batch__state=S.UNDONE).values_list("learner_id", flat=True))


def _known(key: str, rows: list[dict]) -> dict[int, str]:
    """Who has this event from another list, and from which."""
    learners = [row["learner_id"] for row in rows]
    claims = HoursClaim.objects.counting().filter(event_key=key, learner__in=learners)
    return dict(claims.values_list("learner_id", "batch__title"))


def _activity(row: dict, unit: Unit) -> TrainingActivity:
    """The event as this organ has it, perhaps from an earlier upload."""
    rule = RuleVersion.objects.get(pk=row["rule_id"])
    found = TrainingActivity.objects.filter(
        school=None, county=unit.area, event_key=row["event_key"]
    ).first()
    return found or TrainingActivity(
        title=row["title"],
        form=rule.form,
        level=rule.level,
        direction_id=row["direction_id"],
        held_on=row["held_on"],
        hours=row["hours"],
        organiser=row.get("organiser") or "",
        county=unit.area,
        source=BatchSource.COMPLETION,
        event_key=row["event_key"],
    )


def _batch(row: dict, activity: TrainingActivity, unit: Unit, *, by: User, at: datetime):
    """The person's own verified batch of this event in a 县(区), begun when there is none. A
    colleague's would let who entered lines recognise them; one in a draw would let them past it."""
    words = {"unit": unit, "county_id": row["county_id"], "source": BatchSource.COMPLETION}
    open_batches = HoursBatch.objects.filter(
        **words, state=S.VERIFIED, verified_by=by, sample=None, claims__activity=activity
    )
    if found := open_batches.select_for_update(of=("self",), no_key=True).first():
        return found
    year = TrainingYear.objects.get(pk=row["year_id"])
    batch = HoursBatch.objects.create(
        **words,
        title=f"结业名单：{activity.title}"[:160],
        year=year,
        state=S.VERIFIED,
        created_by=by,
        created_at=at,
        filed_at=at,
        verified_by=by,
        verified_at=at,
        due_on=next_due(S.VERIFIED, year, timezone.localtime(at).date()),
    )
    remember(audit_verb("add", HoursBatch), batch, by=by, at=at)
    return batch


def _claim(row: dict, batch: HoursBatch, activity, known: dict[int, str]) -> HoursClaim:
    reason = FAILED_REASON if row.get("result") == FAILED else ""
    reason = reason or duplicate_of(known.get(row["learner_id"], ""))
    return HoursClaim(
        batch=batch,
        learner_id=row["learner_id"],
        activity=activity,
        school_id=row["school_id"],
        county_id=row["county_id"],
        direction_id=row["direction_id"],
        form=activity.form,
        level=activity.level,
        held_on=activity.held_on,
        hours=row["hours"],
        event_key=activity.event_key,
        is_void=bool(reason),
        void_reason=reason,
    )


def _tell_schools(claims: list[HoursClaim], *, at: datetime) -> None:
    """One message a filer for all of the school's people; a point's go to its 中心学校."""
    parents = dict(
        Unit.objects.filter(pk__in={c.school_id for c in claims}).values_list("pk", "parent")
    )
    counts: Counter = Counter()
    for claim in claims:
        counts[claim.school_id] += 1
        counts[parents[claim.school_id]] += 1
    roles = [grant.holder for grant in grants_of("training.file_hours_batch")]
    posts = Membership.objects.in_force(timezone.localtime(at).date()).filter(
        unit__in=counts, role__in=roles, user__is_active=True
    )
    url = f"{reverse('training:hours-claim-list')}?source={BatchSource.COMPLETION}"
    post_messages(
        [
            Message(
                recipient=post.user,
                kind="CompletionImported",
                title=f"结业名单已登记本单位 {counts[post.unit_id]} 人，有误请提异议",
                reason="您负责本单位的学时申报",
                url=url,
                created_at=at,
            )
            for post in posts.select_related("user").order_by("unit", "id")
        ],
        at=at,
    )
