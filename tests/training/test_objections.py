"""An objection is settled before the list goes on, by another than the objector, who is told."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.urls import reverse

from pueredu.kit.errors import Incomplete, NotPermitted, Refused
from pueredu.notices.actions import tick
from pueredu.notices.models import Message
from tests.support.world import AT, TODAY
from tests.training.test_posting import OVER
from tests.training.test_views import text
from training import actions, queries
from training.models import HoursClaim, Objection


@pytest.fixture
def posted(posting, enter, room):
    """On it everybody of a2 and a3 but a3-1."""
    roster = [row for code, row in room.learners.items() if code[:2] in {"a2", "a3"}]
    roster = [row for row in roster if row.code != "a3-1"]
    return enter("a2", "a2_officer", roster=roster, is_posted=True)


@pytest.fixture
def objection(posted, room) -> Objection:
    teacher = room.world.person("a3_teacher")
    return actions.add_objection(
        posted, room.learners["a3-0"], by=teacher, at=AT, text="我只参加了一小时"
    )


def line(code: str) -> HoursClaim:
    return HoursClaim.objects.get(learner__code=code)


def told(room, key: str) -> list[str]:
    rows = Message.objects.filter(recipient=room.world.people[key]).order_by("id")
    return list(rows.values_list("kind", flat=True))


def test_a_teacher_objects_and_the_school_hears_of_it(objection, room):
    assert (objection.handler.code, objection.school.code, objection.claim) == (
        "T-a2", "T-a3", line("a3-0"),
    )  # fmt: skip
    assert objection.due_on == date(2023, 5, 30)
    assert told(room, "a2_officer") == ["ObjectionRaised"]
    owed = queries.owed(room.world.person("a2_officer"), TODAY)
    assert [row.title for row in owed] == ["1 条公示异议待处理"]


def test_the_list_waits_until_it_is_settled(objection, posted, room):
    officer = room.world.person("a2_officer")
    with pytest.raises(Incomplete, match="还有异议没有处理"):
        actions.file_hours_batch(posted, by=officer, at=OVER)
    actions.reject_objection(objection, by=officer, at=AT, text="签到表上有两次签名")
    assert told(room, "a3_teacher") == ["ObjectionRejected"]
    assert actions.file_hours_batch(posted, by=officer, at=OVER).claim_count == 4


def test_accepting_corrects_the_hours_and_tells_the_objector(objection, posted, room):
    officer = room.world.person("a2_officer")
    words = {"by": officer, "at": AT, "text": "属实", "hours": Decimal(1)}
    done = actions.accept_objection(objection, **words)
    assert (done.state, line("a3-0").hours) == ("accepted", 1)
    posted.refresh_from_db()
    assert (posted.claim_count, posted.hours_total) == (4, 10)
    assert told(room, "a3_teacher") == ["ObjectionSettled"]


def test_accepting_with_nought_keeps_the_line_and_does_not_count_it(objection, posted, room):
    officer = room.world.person("a2_officer")
    words = {"by": officer, "at": AT, "text": "属实", "hours": Decimal(0)}
    actions.accept_objection(objection, **words)
    assert (line("a3-0").is_void, line("a3-0").void_reason) == (True, "异议属实，不计")
    posted.refresh_from_db()
    assert posted.claim_count == 3


def test_whose_name_is_missing_is_added(posted, room):
    learner, officer = room.learners["a3-1"], room.world.person("a2_officer")
    learner.user = room.world.people["a1_teacher"]
    type(room.learners["a1-0"]).objects.filter(user=learner.user).update(user=None)
    learner.save()
    teacher = room.world.person("a1_teacher")
    found = actions.add_objection(posted, learner, by=teacher, at=AT, text="我到场了")
    assert found.claim is None
    words = {"by": officer, "at": AT, "text": "漏登", "hours": Decimal(2)}
    done = actions.accept_objection(found, **words)
    assert (done.claim, line("a3-1").hours) == (line("a3-1"), 2)
    posted.refresh_from_db()
    assert posted.claim_count == 5


@pytest.mark.parametrize("key", ["a1_officer", "a_bureau", "a3_teacher", "b1_officer"])
def test_nobody_else_settles(objection, room, key):
    with pytest.raises(NotPermitted):
        actions.reject_objection(objection, by=room.world.person(key), at=AT, text="不")


def test_nobody_settles_the_own_and_nobody_without_words(posted, room):
    officer = room.world.person("a2_officer")
    own = actions.add_objection(posted, room.learners["a3-0"], by=officer, at=AT, text="纸面异议")
    with pytest.raises(Refused, match="换一位同志"):
        actions.reject_objection(own, by=officer, at=AT, text="不成立")
    with pytest.raises(Incomplete, match="写明异议内容"):
        actions.add_objection(posted, room.learners["a3-0"], by=officer, at=AT, text=" ")


def test_one_objection_at_a_time_and_only_while_it_is_posted(objection, posted, room):
    teacher, learner = room.world.person("a3_teacher"), room.learners["a3-0"]
    with pytest.raises(Refused, match="正在处理"):
        actions.add_objection(posted, learner, by=teacher, at=AT, text="再次")
    with pytest.raises(Refused, match="不在公示期内"):
        actions.add_objection(posted, learner, by=teacher, at=OVER, text="迟了")


def test_a_teacher_objects_for_nobody_else(posted, room):
    with pytest.raises(NotPermitted):
        actions.add_objection(
            posted, room.learners["a3-2"], by=room.world.person("a3_teacher"), at=AT, text="他"
        )


def test_a_disputed_list_is_not_thrown_away(objection, posted, room):
    officer = room.world.person("a2_officer")
    batch = actions.withdraw_hours_batch(posted, by=officer, at=AT)
    with pytest.raises(Refused, match="有过异议"):
        actions.delete_hours_batch(batch, by=officer, at=AT)


def test_the_school_is_reminded_of_what_waits(objection, room):
    tick(at=AT + timedelta(days=4))
    assert "ObjectionDue" in told(room, "a2_officer")


def test_a_teacher_reads_the_posting_on_the_phone_and_objects(posted, sign_in):
    client = sign_in("a3_teacher")
    page = client.get(reverse("training:my-postings"))
    ((row),) = page.context["posted"].rows
    assert [cell["value"] for cell in row["cells"]] == [
        "5月24日 周三校本研修", "3 学时", "2023-06-01",
    ]  # fmt: skip
    assert "请写明哪里不对、应当怎样。" in text(client.post(row["url"], {"text": ""}))
    done = client.post(row["url"], {"text": "我只参加了一小时"}, follow=True)
    assert "处理结果会通知您" in text(done)
    assert Objection.objects.get().text == "我只参加了一小时"


def test_what_is_not_ones_own_cannot_be_objected_to(posted, sign_in):
    address = reverse("training:objection-add")
    other = HoursClaim.objects.exclude(learner__code="a3-0").first()
    client = sign_in("a3_teacher")
    assert client.get(f"{address}?claim={other.pk}").status_code == 404
    assert sign_in("b1_teacher").get(f"{address}?batch={posted.pk}").status_code == 404


def test_the_school_settles_on_its_page(objection, sign_in):
    client = sign_in("a2_officer")
    address = reverse("training:objection-accept", args=[objection.pk])
    assert "我只参加了一小时" in text(client.get(address))
    done = client.post(address, {"text": "属实", "hours": "1"}, follow=True)
    assert done.status_code == 200
    assert "已采纳" in text(done)
