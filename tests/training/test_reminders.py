"""A word to who is short: by hand once in so many working days, by the calendar near the end."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from pueredu.kit.errors import NotPermitted, Refused
from pueredu.notices.actions import tick
from pueredu.notices.models import Delivery, Message
from tests.support.world import AT
from tests.training.conftest import set_figures
from training import actions
from training.models import HoursReminder, Learner, TrainingYear
from training.tables.year import last_reminder

LIST, SEND = reverse("training:shortfall-list"), reverse("training:hours-reminder-add")


def told() -> list[tuple[str, str]]:
    rows = Message.objects.filter(kind="HoursReminderAdded").order_by("recipient__username")
    return [(row.recipient.username, row.title) for row in rows]


def one(room, code: str | None, school: str = "a1", **words) -> HoursReminder:
    learner = code and room.learners[code]
    year = TrainingYear.objects.get(year=2023)
    words = {"hours": 72, "people": 1, **words}
    return HoursReminder(year=year, learner=learner, school=room.world.units[school], **words)


def test_a_school_reminds_its_people_who_have_an_account(room, sign_in):
    client = sign_in("a2_officer")
    page = client.get(SEND).content.decode()
    assert "将提醒 1 人" in page
    assert "4 人没有账号" in page
    assert client.post(SEND, follow=True).status_code == 200
    assert told() == [("a3_teacher", "提醒：您的2023年度培训学时还差 72 学时，请抓紧完成")]
    row = HoursReminder.objects.get()
    assert (row.learner.code, row.school.code, row.county.code) == ("a3-0", "T-a3", "T-a")
    found = client.get(LIST).context["table"]
    assert [line["cells"][-1]["value"] for line in found.rows][2].endswith(" 本人")


def test_the_day_of_a_reminder_is_that_of_the_office():
    early = datetime(2023, 5, 7, 23, 30, tzinfo=UTC)  # half past seven of the next day in 普洱
    learner = Learner()
    learner.reminded_at, learner.school_reminded_at = early, None
    assert last_reminder(learner) == "5月8日 本人"


def test_a_county_reminds_its_schools_by_counts_and_a_point_its_centre(room, sign_in):
    client = sign_in("a_bureau")
    assert "将提醒 3 所学校" in client.get(SEND).content.decode()
    client.post(SEND)
    people = dict(told())
    assert "a1_officer" in people
    assert "a2_officer" in people
    assert "还有 2 人未达到2023年度培训学时要求，合计还差 144 学时" in people["a1_officer"]
    assert not [title for title in people.values() if "教师" in title]
    assert not {name for name in people if "leader" in name or "teacher" in name}
    found = client.get(LIST).context["table"].rows
    assert all(line["cells"][-1]["value"].endswith(" 学校") for line in found)


def test_mail_holds_a_count_and_no_name(room, sign_in, mailoutbox):
    from pueredu.notices.actions import deliver

    teacher = room.world.people["a3_teacher"]
    teacher.email = "teacher@example.cn"
    teacher.save()
    sign_in("a2_officer").post(SEND)
    assert Delivery.objects.count() == 1
    deliver(at=AT + timedelta(days=3650))
    assert "72" not in mailoutbox[0].body
    assert "学时" not in mailoutbox[0].body


def test_the_filter_of_the_list_says_who(room, sign_in):
    client = sign_in("a_bureau")
    assert "将提醒 1 所学校" in client.get(SEND, {"place": "一小"}).content.decode()
    client.post(f"{SEND}?place=一小")
    assert HoursReminder.objects.get().school.code == "T-a1"


def test_nobody_is_reminded_twice_within_the_days_of_the_figure(room, sign_in):
    client = sign_in("a2_officer")
    client.post(SEND)
    assert "1 人在最近 5 个工作日内提醒过" in client.get(SEND).content.decode()
    assert client.post(SEND).status_code == 422
    by = room.world.person("a2_officer")
    again = one(room, "a3-0", "a3")
    with pytest.raises(Refused, match="提醒过"):
        actions.add_hours_reminder(again, by=by, at=AT + timedelta(days=5))
    actions.add_hours_reminder(again, by=by, at=AT + timedelta(days=7))
    set_figures(remind_again_days=1)
    actions.add_hours_reminder(one(room, "a3-0", "a3"), by=by, at=AT + timedelta(days=8))
    assert len(told()) == 3


@pytest.mark.parametrize(
    "key", ["a1_teacher", "b_bureau", "city_leader", "a1_officer", "secretariat"]
)
def test_others_do_not_remind(room, key):
    with pytest.raises(NotPermitted):
        actions.add_hours_reminder(one(room, "a3-0", "a3"), by=room.world.person(key), at=AT)


def test_who_may_not_send_has_no_button(room, sign_in):
    assert SEND not in sign_in("secretariat").get(LIST).content.decode()
    assert sign_in("secretariat").get(SEND).status_code == 403
    assert SEND in sign_in("a1_officer").get(LIST).content.decode()


@pytest.mark.parametrize(
    ("name", "code", "words"),
    [
        ("reminder_of_what_is_missing", None, {"hours": 0}),
        ("reminder_of_what_is_missing", None, {"people": 0}),
        ("reminder_to_one_is_of_one", "a1-0", {"people": 2}),
    ],
)
def test_the_database_takes_only_what_is_missing(room, name, code, words):
    row = one(room, code, **words)
    row.county, row.sent_at = room.world.units["a"], AT
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        row.save()


@pytest.mark.parametrize("key", ["a_bureau", "a2_officer"])
def test_the_list_still_costs_the_same(room, sign_in, django_assert_num_queries, key):
    client = sign_in(key)
    client.get(LIST)
    for _ in range(2):
        with django_assert_num_queries({"a_bureau": 11, "a2_officer": 12}[key]):
            client.get(LIST)
        client.post(SEND, follow=True)


def by_the_calendar() -> list[tuple[str, str]]:
    rows = Message.objects.filter(kind__in=["OwnHoursShort", "SchoolHoursShort"])
    return [(row.recipient.username, row.title) for row in rows.order_by("recipient__username")]


def test_near_the_end_of_filing_each_and_the_school_are_reminded(recognised, room):
    Learner.objects.exclude(code__startswith="a3").update(status="leave")
    tick(at=datetime(2023, 6, 1, 1, tzinfo=UTC))
    assert by_the_calendar() == []
    tick(at=datetime(2023, 11, 16, 1, tzinfo=UTC))
    found = by_the_calendar()
    own = [title for name, title in found if name == "a3_teacher"]
    assert own == ["您的年度培训学时还差 69 学时，学校申报即将截止"]
    schools = {name: title for name, title in found if name != "a3_teacher"}
    assert "a2_officer" in schools
    assert {title.split("还有")[1] for title in schools.values()} == {
        " 3 人年度培训学时未达标，申报即将截止"
    }
    assert not [name for name in schools if "leader" in name or "bureau" in name]
    assert tick(at=datetime(2023, 11, 16, 2, tzinfo=UTC)) == 0


def test_who_has_met_the_year_hears_nothing(room):
    set_figures(required_hours=0)
    tick(at=datetime(2023, 11, 16, 1, tzinfo=UTC))
    assert by_the_calendar() == []
