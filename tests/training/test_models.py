"""Each constraint is broken once; the ledger refuses change."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from training.models import (
    HoursBatch,
    HoursClaim,
    Learner,
    LearnerYear,
    LedgerEntry,
    Placement,
    RuleVersion,
    TrainingActivity,
    TrainingYear,
    event_key,
)


def breaks(name: str, change) -> None:
    """``change`` runs into the constraint of this name."""
    with pytest.raises(IntegrityError) as caught, transaction.atomic():
        change()
    assert caught.value.__cause__.diag.constraint_name == name


def updating(record, **fields):
    return lambda: type(record).objects.filter(pk=record.pk).update(**fields)


def copied(record, **fields):
    def copy():
        record.pk, record._state.adding = None, True
        for name, value in fields.items():
            setattr(record, name, value)
        record.save()

    return copy


BATCH = {
    "batch_verified_when": {"verified_at": None},
    "batch_filed_when": {"filed_at": None},
    "batch_recognised_when": {"recognised_at": None},
    "claim_hours_in_range": {"hours": 0},
}


@pytest.mark.parametrize(
    "name", ["batch_verified_when", "batch_filed_when", "batch_recognised_when"]
)
def test_a_step_without_its_moment_is_refused(recognised, name):
    breaks(name, updating(recognised, **BATCH[name]))


def test_who_files_does_not_verify(verified):
    breaks("batch_verifier_not_filer", updating(verified, verified_by=verified.filed_by))


@pytest.mark.parametrize("earlier", ["filed_by", "verified_by"])
def test_who_filed_or_verified_does_not_recognise(recognised, earlier):
    person = getattr(recognised, earlier)
    breaks("batch_recogniser_not_before", updating(recognised, recognised_by=person))


def test_a_return_has_a_comment(draft, room):
    change = updating(draft, returned_by=room.world.people["a_bureau"], return_comment="")
    breaks("batch_return_has_comment", change)


def test_one_event_counts_once_for_a_learner_whatever_the_list(draft):
    breaks("claim_event_once", copied(HoursClaim.objects.first()))


def test_a_claim_and_an_activity_have_hours(draft):
    breaks("claim_hours_in_range", updating(HoursClaim.objects.first(), hours=0))
    breaks("activity_hours_in_range", updating(TrainingActivity.objects.get(), hours=401))


def test_a_school_enters_an_event_once(draft):
    breaks("activity_once_a_school", copied(TrainingActivity.objects.get()))


def test_a_learner_has_a_name_and_one_present_school(room):
    breaks("learner_named", updating(Learner.objects.first(), name=""))
    breaks("placement_one_current", copied(Placement.objects.first()))
    early = date(2000, 1, 1)
    breaks("placement_dates_in_order", updating(Placement.objects.first(), until=early))


def test_rules_and_years_run_forward(room):
    rule, year = RuleVersion.objects.first(), TrainingYear.objects.first()
    breaks("rule_dates_in_order", updating(rule, until=date(2000, 1, 1)))
    breaks("rule_hours_positive", updating(rule, hours_per_unit=0))
    breaks("rule_one_per_day", copied(rule))
    breaks("training_year_in_order", updating(year, ends_on=year.starts_on))


def test_the_ledger_takes_no_update_and_no_delete(recognised):
    entry = LedgerEntry.objects.first()
    for statement in (
        "UPDATE training_ledgerentry SET hours = 99 WHERE id = %s",
        "DELETE FROM training_ledgerentry WHERE id = %s",
    ):
        with (
            pytest.raises(DatabaseError, match="append-only"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement, [entry.pk])
    assert LedgerEntry.objects.get(pk=entry.pk).hours == 3


def test_an_entry_is_unique_signed_and_reasoned(recognised):
    entry = LedgerEntry.objects.first()
    breaks("ledger_claim_once", copied(entry))
    opposite = {"hours": -3, "counted_hours": -3, "credits": Decimal("-0.3")}
    first = LedgerEntry.objects.first()
    reversal = {**opposite, "reversal_of": LedgerEntry.objects.first()}
    breaks("ledger_reversal_has_reason", copied(first, **reversal, reason=""))
    second = LedgerEntry.objects.first()
    breaks("ledger_signs", copied(second, **{**reversal, "hours": 3}, reason="错"))


def test_a_year_has_one_total(recognised):
    breaks("learner_year_once", copied(LearnerYear.objects.first()))


def test_a_token_belongs_to_one_batch(enter):
    token = "7f7d1a0e-9d0a-4d0c-8a52-3f3b8f0f9a11"
    batch = enter("a2", "a2_officer", token=token)
    with pytest.raises(IntegrityError), transaction.atomic():
        copied(HoursBatch.objects.get(pk=batch.pk))()


def test_width_case_and_marks_do_not_make_another_event():
    day = date(2023, 5, 24)
    same = {
        event_key(title, day, "online") for title in ("AI 素养（一）", "ａｉ素养(一)", "ai素养一")
    }
    assert len(same) == 1
    assert event_key("ai素养一", day, "lecture") not in same


def test_deadlines_are_stored_with_the_scope_first():
    for model in (HoursBatch, LedgerEntry, LearnerYear, HoursClaim, Learner):
        first = {index.fields[0].lstrip("-") for index in model._meta.indexes}
        assert first <= {"school", "county", "state", "learner"}, model
