"""Who is reminded, when, and only once."""

from datetime import UTC, date, datetime

from pueredu.notices.actions import tick
from pueredu.notices.models import Message
from tests.support.world import AT
from tests.training.conftest import activity
from training import actions, queries


def reminded() -> list[tuple[str, str]]:
    rows = Message.objects.filter(kind__endswith="Due").order_by("recipient__username")
    return [(row.recipient.username, row.title) for row in rows]


def at(month: int, day: int) -> datetime:
    return datetime(2023, month, day, 1, tzinfo=UTC)


def test_a_bureau_is_reminded_once_of_all_that_waits(filed, enter, room):
    enter("a2", "a2_officer", what=activity("其二"), is_filed=True)
    assert tick(at=at(6, 5)) == 1
    assert tick(at=at(6, 5)) == 0
    name = room.world.units["a"].short_name
    assert reminded() == [("a_bureau", f"{name}有学时申报待审核")]


def test_the_reminder_ends_with_the_verification(verified):
    assert tick(at=at(6, 5)) == 0


def test_a_school_is_reminded_of_what_was_returned(filed, room):
    actions.return_hours_batch(filed, by=room.world.person("a_bureau"), at=AT, text="请核对")
    assert tick(at=at(5, 29)) == 1
    assert [name for name, _ in reminded()] == ["a2_officer"]


def test_near_the_end_of_filing_the_schools_that_filed_nothing_are_reminded(filed, room):
    found = {school.code: day for school, day in queries.filings_due(date(2023, 11, 21))}
    assert found == dict.fromkeys(("T-a1", "T-b1", "T-c1"), date(2023, 11, 30))
    assert list(queries.filings_due(date(2023, 5, 25))) == []


def test_the_school_hears_that_its_hours_are_recognised(recognised, room):
    titles = Message.objects.filter(recipient=room.world.people["a2_officer"])
    assert list(titles.values_list("kind", flat=True)) == ["HoursBatchRecognised"]
