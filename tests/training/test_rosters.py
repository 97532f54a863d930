"""More hours than a day holds, typed on the roster: a slip, or an activity of several days."""

from tests.training.conftest import roster_of
from tests.training.test_views import ROSTER, entry, text, url
from training.models import HoursBatch


def test_more_hours_than_a_day_holds_are_asked_about_once(room, sign_in):
    client, data = sign_in("a2_officer"), entry(room, hours="30")
    asked = client.post(ROSTER, data)
    assert asked.status_code == 422
    assert "填的是 30 学时，一天一般不超过 8 学时" in text(asked)
    assert HoursBatch.objects.count() == 0
    client.post(ROSTER, {**data, "is_long": "on"})
    assert HoursBatch.objects.get().hours_total == 150


def test_the_question_of_a_long_day_is_not_on_the_page_before(room, sign_in):
    client = sign_in("a2_officer")
    assert "活动跨多天" not in text(client.get(ROSTER))
    assert "活动跨多天" not in text(client.post(ROSTER, entry(room, title="")))


def test_a_draft_of_several_days_is_changed_without_being_asked_again(room, sign_in):
    client = sign_in("a2_officer")
    client.post(ROSTER, entry(room, hours="30", is_long="on", then="draft"))
    batch, present = HoursBatch.objects.get(), [row.pk for row in roster_of(room, "a2")]
    page = client.get(url("change", batch))
    assert page.context["form"]["is_long"].value() is True
    client.post(url("change", batch), {"hours": "30", "present": present, "is_long": "on"})
    batch.refresh_from_db()
    assert batch.hours_total == 60
    slip = client.post(url("change", batch), {"hours": "300", "present": present})
    assert "填的是 300 学时" in text(slip)
