"""A certificate from the phone: to the school, into the chain, its state always in sight."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.urls import reverse

from pueredu.kit.errors import Incomplete, NotPermitted, Refused
from pueredu.notices.actions import tick
from pueredu.notices.models import Message
from tests.support.files import pdf
from tests.support.world import AT, TODAY
from tests.training.conftest import activity
from tests.training.test_views import text
from training import actions, queries
from training.models import Certificate, Direction, HoursBatch, HoursClaim

MINE = reverse("training:my-hours")
ADD = reverse("training:certificate-add")


def certificate(room, code: str = "a3-0", **changes) -> Certificate:
    words = {
        "learner": room.learners[code],
        "title": "国培计划",
        "form": "face_to_face",
        "level": "national",
        "direction": Direction.objects.get(code="ability"),
        "held_on": date(2023, 5, 20),
        "hours": Decimal(12),
        "organiser": "演示大学",
    }
    return Certificate(**{**words, **changes})


def send(room, *, by: str = "a3_teacher", uploads=None, **changes) -> Certificate:
    uploads = [pdf("证书.pdf")] if uploads is None else uploads
    return actions.add_certificate(
        certificate(room, **changes), by=room.world.person(by), at=AT, uploads=uploads
    )


def accept(room, sent: Certificate, by: str = "a2_officer") -> Certificate:
    return actions.accept_certificate(sent, by=room.world.person(by), at=AT)


def told(room, key: str) -> list[str]:
    rows = Message.objects.filter(recipient=room.world.people[key]).order_by("id")
    return list(rows.values_list("kind", flat=True))


def words(**changes) -> dict:
    found = {
        "title": "国培计划", "organiser": "演示大学", "held_on": "2023-05-20", "hours": "12",
        "rule": "face_to_face:national", "direction": Direction.objects.get(code="ability").pk,
        "attachments": pdf("证书.pdf"),
    }  # fmt: skip
    return {**found, **changes}


def test_it_goes_to_who_files_for_the_school(room):
    sent = send(room)
    assert (sent.school.code, sent.state, sent.due_on) == ("T-a3", "submitted", date(2023, 6, 1))
    assert told(room, "a2_officer") == ["CertificateSubmitted"]
    owed = queries.owed(room.world.person("a2_officer"), TODAY)
    assert [row.title for row in owed] == ["1 份教师证书待审核"]


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"held_on": date(2023, 5, 26)}, "还没有到"),
        ({"form": "lecture"}, "认定规则中没有"),
        ({"uploads": []}, "请上传证书"),
    ],
)
def test_what_cannot_count_is_refused_with_a_sentence(room, changes, sentence):
    with pytest.raises(Refused, match=sentence):
        send(room, **changes)
    assert not Certificate.objects.exists()


@pytest.mark.parametrize("key", ["a1_teacher", "a2_officer", "a_bureau"])
def test_nobody_sends_anothers(room, key):
    with pytest.raises(NotPermitted):
        send(room, by=key)


def test_accepted_ones_gather_in_one_draft_of_the_school(room):
    first, second = send(room), send(room, title="省培计划", level="province")
    accept(room, first)
    done = accept(room, second)
    batch = HoursBatch.objects.get()
    assert (batch.source, batch.school.code, batch.claim_count, batch.hours_total) == (
        "certificate", "T-a2", 2, 24,
    )  # fmt: skip
    assert (done.claim.school.code, done.claim.level) == ("T-a3", "province")
    assert told(room, "a3_teacher") == ["CertificateAccepted"] * 2


def test_an_accepted_one_leads_on_to_where_it_went(room, sign_in):
    sent = send(room)
    clients = {key: sign_in(key) for key in ("a2_officer", "a3_teacher")}
    assert [
        client.get(sent.get_absolute_url()).context["actions"] for client in clients.values()
    ] == [[], []]
    claim = accept(room, sent).claim
    for key, record in (("a2_officer", claim.batch), ("a3_teacher", claim)):
        page = clients[key].get(sent.get_absolute_url())
        assert [one["url"] for one in page.context["actions"]] == [record.get_absolute_url()]
        assert clients[key].get(record.get_absolute_url()).status_code == 200
    assert "2023-05-20，12 学时" in text(page)
    assert "请核对" not in text(clients["a2_officer"].get(claim.batch.get_absolute_url()))


def test_a_certificate_of_before_a_transfer_counts_where_the_learner_was(room):
    bureau = room.world.person("a_bureau")
    actions.transfer_learner(
        room.learners["a3-0"], by=bureau, at=AT, school=room.world.units["a1"],
        reason="rotation", since=date(2023, 5, 22),
    )  # fmt: skip
    room.learners["a3-0"].refresh_from_db()
    done = accept(room, send(room), by="a1_officer")
    assert (done.claim.batch.school.code, done.claim.school.code) == ("T-a1", "T-a3")


def test_what_another_list_has_is_not_taken_again(enter, room):
    what = activity("国培计划", form="face_to_face", level="national", held_on=date(2023, 5, 20))
    enter("a2", "a2_officer", what=what)
    with pytest.raises(Refused, match="已由其他名单申报"):
        accept(room, send(room))
    assert HoursBatch.objects.count() == 1


def test_it_comes_back_with_words_is_mended_and_sent_again(room):
    sent, officer = send(room), room.world.person("a2_officer")
    with pytest.raises(Incomplete, match="需要完善"):
        actions.return_certificate(sent, by=officer, at=AT, text=" ")
    back = actions.return_certificate(sent, by=officer, at=AT, text="照片看不清")
    assert (back.state, told(room, "a3_teacher")) == ("returned", ["CertificateReturned"])
    owed = queries.owed(room.world.person("a3_teacher"), TODAY)
    assert [row.title for row in owed] == ["证书退回待完善：国培计划"]
    teacher = room.world.person("a3_teacher")
    changed = {"hours": Decimal(10)}
    again = actions.submit_certificate(
        back, by=teacher, at=AT, words=changed, uploads=[pdf("清楚.pdf")]
    )
    assert (again.state, again.hours, again.attachments.get().name) == (
        "submitted", 10, "清楚.pdf",
    )  # fmt: skip
    assert actions.withdraw_certificate(again, by=teacher, at=AT).state == "withdrawn"


def test_nobody_accepts_the_own(room):
    officer = room.world.people["a1_officer"]
    room.learners["a1-1"].user = officer
    room.learners["a1-1"].save()
    sent = send(room, by="a1_officer", code="a1-1")
    with pytest.raises(Refused, match="换一位同志"):
        accept(room, sent, by="a1_officer")
    assert accept(room, sent, by="a1_head").state == "accepted"


def test_the_school_is_reminded(room):
    send(room)
    tick(at=AT + timedelta(days=6))
    assert "CertificateDue" in told(room, "a2_officer")


def test_a_teacher_sends_it_from_the_phone_and_sees_where_it_is(room, sign_in):
    client = sign_in("a3_teacher")
    assert "上报证书" in text(client.get(MINE))
    assert "已上报，等学校审核" in text(client.post(ADD, words(), follow=True))
    assert "待学校审核" in text(client.get(MINE))
    accept(room, Certificate.objects.get())
    assert "学校已采纳，待申报" in text(client.get(MINE))


def test_a_picture_is_asked_for(room, sign_in):
    data = words()
    del data["attachments"]
    response = sign_in("a3_teacher").post(ADD, data)
    assert response.status_code == 422
    assert "请选择要上传的文件" in text(response)


def test_an_account_without_a_learner_meets_a_sentence(room, sign_in):
    assert "没有对应的学员" in text(sign_in("a1_officer").get(ADD))
    assert "没有对应的学员" in text(sign_in("a1_officer").post(ADD, words()))
    assert not HoursClaim.objects.exists()


def test_the_picture_is_for_the_school_and_its_county(room, sign_in):
    sent = send(room)
    address = reverse("training:certificate-file", args=[sent.pk, sent.attachments.get().pk])
    for key, status in {
        "a2_officer": 200,
        "a_bureau": 200,
        "b_bureau": 404,
        "a1_officer": 404,
    }.items():
        response = sign_in(key).get(address)
        assert response.status_code == status, key
        assert b"".join(response)
