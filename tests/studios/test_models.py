"""What must be true of studios, members, activities and attendances is a named constraint."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from studios.models import Activity, Attendance, Studio, StudioGrant, StudioMember
from tests.studios.conftest import HELD_ON
from tests.support.world import AT


def broken(name: str):
    return pytest.raises(IntegrityError, match=name)


def change(record, **fields):
    with transaction.atomic():
        type(record).objects.filter(pk=record.pk).update(**fields)


def test_a_studio_keeps_the_county_of_its_school(studio, world):
    assert studio.county == world.units["a"]


@pytest.mark.parametrize(
    ("constraint", "fields"),
    [
        ("studio_named_is_documented", {"source": ""}),
        ("studio_named_is_documented", {"until": None}),
        ("studio_term_in_order", {"until": date(2020, 1, 1)}),
        ("studio_end_has_reason", {"state": "revoked"}),
    ],
)
def test_a_named_studio_is_documented_and_dated(studio, constraint, fields):
    with broken(constraint):
        change(studio, **fields)


def test_the_namer_is_not_the_proposer(studio):
    with broken("studio_namer_not_proposer"):
        change(studio, named_by=studio.proposed_by_id)


def test_one_studio_of_a_name_at_a_school(studio):
    with broken("studio_once_a_school"), transaction.atomic():
        Studio.objects.create(name=studio.name, kind=studio.kind, school=studio.school)


def test_a_tie_is_given_once(studio):
    grant = studio.grants.get()
    with broken("studio_grant_once"), transaction.atomic():
        StudioGrant.objects.create(
            user=grant.user,
            permission=grant.permission,
            content_object=studio,
            since=grant.since,
        )


@pytest.mark.parametrize(
    ("constraint", "fields"),
    [
        ("studio_member_once", {"learner_code": "T-2"}),
        ("studio_one_host", {"kind": "host"}),
        ("studio_member_code_given", {"learner_code": ""}),
        ("studio_member_dates_in_order", {"until": date(2020, 1, 1)}),
    ],
)
def test_a_member_is_known_once_and_dated(studio, constraint, fields):
    member = StudioMember.objects.get(learner_code="T-1")
    with broken(constraint):
        change(member, **fields)


@pytest.mark.parametrize(
    ("constraint", "fields"),
    [
        ("activity_hours_positive", {"hours": 0}),
        ("activity_confirmed_by_someone", {"state": "confirmed"}),
    ],
)
def test_an_activity_has_hours_and_is_confirmed_by_somebody(activity, constraint, fields):
    with broken(constraint):
        change(activity, **fields)


def test_one_activity_of_a_title_a_day(activity):
    with broken("activity_once"), transaction.atomic():
        Activity.objects.create(
            studio=activity.studio,
            kind=activity.kind,
            title=activity.title,
            held_on=HELD_ON,
            hours=1,
        )


@pytest.mark.parametrize(
    ("constraint", "fields"),
    [
        ("attendance_once", {"learner_code": "T-2"}),
        ("attendance_code_given", {"learner_code": ""}),
        ("attendance_hours_positive", {"hours": 0}),
    ],
)
def test_an_attendance_is_one_known_person(activity, constraint, fields):
    row = Attendance.objects.get(learner_code="T-1")
    with broken(constraint):
        change(row, **fields)


def test_members_come_in_roster_order(studio):
    rows = studio.members.in_force(AT.date()).in_roster_order()
    assert [row.learner_code for row in rows] == ["H-a1", "T-1", "T-2"]
