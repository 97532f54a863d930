"""Into the ledger and back by reversal. The totals move in the same statement as the entries."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal

from django.db import connection
from django.db.models import F

from pueredu.accounts.models import User
from pueredu.kit.errors import Incomplete, Refused
from pueredu.notices.acts import acting
from training.models import HoursClaim, LearnerYear, LedgerEntry, SchoolTotal

# One recognition at a time: the cap of a learner is judged over all batches together.
_LOCK = "SELECT pg_advisory_xact_lock(hashtext('training.recognise'))"

_WITHOUT_RULE = """
SELECT count(*) FROM training_hoursclaim c
WHERE c.batch_id = ANY(%(batches)s) AND NOT EXISTS (
    SELECT 1 FROM training_ruleversion r
    WHERE r.state = 'in_force' AND r.form = c.form AND r.level = c.level AND r.since <= c.held_on
      AND (r.until IS NULL OR r.until >= c.held_on))
"""

# Rules counted in 学时 convert what was claimed (an online hour counts half); all other units
# are named for the catalogue's readers, and what was claimed are 学时 already.
_OF_BATCHES = """
WITH claim AS (
    SELECT c.id, c.learner_id, b.year_id, c.school_id, c.county_id, c.direction_id, c.form,
           c.held_on, c.batch_id, r.id AS rule_id, r.code, r.annual_cap,
           r.credits_per_unit / r.hours_per_unit AS rate,
           round(c.hours * CASE WHEN r.unit = '学时' THEN r.hours_per_unit ELSE 1 END, 1) AS hours
    FROM training_hoursclaim c
    JOIN training_hoursbatch b ON b.id = c.batch_id
    CROSS JOIN LATERAL (
        SELECT * FROM training_ruleversion r
        WHERE r.state = 'in_force' AND r.form = c.form AND r.level = c.level AND r.since <= c.held_on
          AND (r.until IS NULL OR r.until >= c.held_on)
        ORDER BY r.since DESC LIMIT 1) r
    WHERE c.batch_id = ANY(%(batches)s) AND NOT c.is_void
"""
_CARRIED = """
WITH claim AS (
    SELECT n.id, n.learner_id, e.year_id, e.school_id, e.county_id, e.direction_id, e.form, e.held_on,
           e.batch_id, r.id AS rule_id, r.code, r.annual_cap,
           r.credits_per_unit / r.hours_per_unit AS rate, e.hours
    FROM unnest(%(entries)s::bigint[], %(claims)s::bigint[]) AS pair(entry, claim)
    JOIN training_ledgerentry e ON e.id = pair.entry
    JOIN training_hoursclaim n ON n.id = pair.claim
    JOIN training_ruleversion r ON r.id = e.rule_id
"""
_ENTER = """
), used AS (
    SELECT e.learner_id, e.year_id, r.code, sum(e.counted_hours) AS hours
    FROM training_ledgerentry e
    JOIN training_ruleversion r ON r.id = e.rule_id
    WHERE r.annual_cap IS NOT NULL
      AND (e.learner_id, e.year_id) IN (SELECT learner_id, year_id FROM claim)
    GROUP BY e.learner_id, e.year_id, r.code
), placed AS (
    SELECT claim.*, annual_cap - coalesce(used.hours, 0)
           - coalesce(sum(claim.hours) OVER before_it, 0) AS room
    FROM claim LEFT JOIN used USING (learner_id, year_id, code)
    WINDOW before_it AS (
        PARTITION BY learner_id, year_id, code ORDER BY held_on, claim.id
        ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)
), counted AS (
    SELECT placed.*, CASE WHEN annual_cap IS NULL THEN hours
                          ELSE greatest(0, least(hours, room)) END AS counts
    FROM placed
), entered AS (
    INSERT INTO training_ledgerentry (
        learner_id, year_id, school_id, county_id, direction_id, form, held_on, rule_id, batch_id,
        claim_id, hours, counted_hours, credits, recognised_at, reason)
    SELECT learner_id, year_id, school_id, county_id, direction_id, form, held_on, rule_id,
           batch_id, id, hours, counts, round(counts * rate, 2), %(at)s, ''
    FROM counted ORDER BY learner_id, held_on, id
    RETURNING learner_id, year_id, school_id, county_id, direction_id, form, counted_hours, credits
), of_schools AS (
    INSERT INTO training_schooltotal AS t (
        school_id, year_id, county_id, direction_id, form, hours, entry_count)
    SELECT school_id, year_id, county_id, direction_id, form, sum(counted_hours), count(*)
    FROM entered GROUP BY school_id, year_id, county_id, direction_id, form
    ON CONFLICT (school_id, year_id, county_id, direction_id, form) DO UPDATE SET
        hours = t.hours + excluded.hours,
        entry_count = t.entry_count + excluded.entry_count
)
INSERT INTO training_learneryear AS t (
    learner_id, year_id, school_id, county_id, hours, credits, entry_count)
SELECT e.learner_id, e.year_id, l.school_id, l.county_id, sum(e.counted_hours), sum(e.credits),
       count(*)
FROM entered e JOIN training_learner l ON l.id = e.learner_id
GROUP BY e.learner_id, e.year_id, l.school_id, l.county_id
ORDER BY e.learner_id
ON CONFLICT (learner_id, year_id) DO UPDATE SET
    hours = t.hours + excluded.hours,
    credits = t.credits + excluded.credits,
    entry_count = t.entry_count + excluded.entry_count
"""


def one_at_a_time() -> None:
    """Wait for whoever recognises, reverses, merges or changes a rule, until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute(_LOCK)


def recognise(batches: Sequence[int], *, at: datetime) -> None:
    """Enter all claims of these batches; the caller has asked and moves their state. Raises Refused
    when a claim's form and level have no rule in force on its day."""
    words = {"batches": list(batches), "at": at}
    one_at_a_time()
    with connection.cursor() as cursor:
        cursor.execute(_WITHOUT_RULE, words)
        missing = cursor.fetchone()[0]
        if missing:
            raise Refused(f"有 {missing} 人次在活动当天没有适用的认定规则，请先补充认定规则。")
        cursor.execute(_OF_BATCHES + _ENTER, words)


def carry(entries: Sequence[int], claims: Sequence[int], *, at: datetime) -> None:
    """Enter for each of these claims what its entry recognised, by the same version of the rule and
    under the year's cap of the claim's learner. The caller has reversed the entries."""
    words = {"entries": list(entries), "claims": list(claims), "at": at}
    with connection.cursor() as cursor:
        cursor.execute(_CARRIED + _ENTER, words)


def reverse_ledger_entry(entry: LedgerEntry, *, by: User, at: datetime, reason: str) -> LedgerEntry:
    """Cancel an entry by an opposite one; the claim becomes void, so that the event may be claimed
    rightly. What a cap left uncounted in other entries stays as it was recognised."""
    if not reason.strip():
        raise Incomplete("请写明冲销理由。")
    if entry.reversal_of_id:
        raise Refused("冲销本身不能再冲销。")
    opposite = opposite_of(entry, at=at, reason=reason)
    with acting("add", opposite, by=by, at=at, reason=reason) as opposite:
        take_off(opposite)
    return opposite


def opposite_of(entry: LedgerEntry, *, at: datetime, reason: str) -> LedgerEntry:
    """The reversal of an entry, not saved yet."""
    return LedgerEntry(
        **{name: getattr(entry, name) for name in _SAME},
        hours=-entry.hours,
        counted_hours=-entry.counted_hours,
        credits=-entry.credits,
        recognised_at=at,
        reversal_of=entry,
        reason=reason.strip()[:200],
    )


_SAME = (
    "learner_id", "year_id", "school_id", "county_id", "direction_id", "form", "held_on",
    "rule_id", "batch_id", "claim_id",
)  # fmt: skip
_PLACE = ("school_id", "year_id", "county_id", "direction_id", "form")


def take_off(opposite: LedgerEntry) -> None:
    """The claim becomes void and both totals go down; the caller saves the reversal."""
    one_at_a_time()
    if LedgerEntry.objects.filter(reversal_of=opposite.reversal_of_id).exists():
        raise Refused("这一条已经冲销。")
    HoursClaim.objects.filter(pk=opposite.claim_id).update(
        is_void=True, void_reason=f"已冲销：{opposite.reason}"[:200]
    )
    total = LearnerYear.objects.select_for_update(no_key=True).get(
        learner=opposite.learner_id, year=opposite.year_id
    )
    total.hours += Decimal(opposite.counted_hours)
    total.credits += Decimal(opposite.credits)
    total.entry_count += 1
    total.save(update_fields=["hours", "credits", "entry_count"])
    SchoolTotal.objects.filter(**{name: getattr(opposite, name) for name in _PLACE}).update(
        hours=F("hours") + opposite.counted_hours, entry_count=F("entry_count") + 1
    )
