"""What the county and the Secretariat see and click."""

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse

from accountability import actions
from accountability.enums import ReportState
from accountability.models import Report, TopicAnswer
from pueredu.files.queries import path_of
from tests.support import files
from tests.support.world import AT, CANARY


def url(verb: str, report: Report) -> str:
    return reverse(f"accountability:report-{verb}", args=[report.pk])


def answers_of(report: Report, pointer: str = "第 3 页") -> dict:
    topic = report.plan.topics.get()
    return {f"pointer_{topic.pk}": pointer, f"text_{topic.pk}": ""}


def test_a_clerk_fills_everything_on_one_page_and_submits(report, sign_in):
    client = sign_in("a_party_office")
    data = {
        **answers_of(report),
        "signed": files.pdf(),
        "word": files.word(),
        "signatory": "县委书记",
        "signed_on": "2023-05-20",
    }
    assert client.post(url("fill", report), data).status_code == 302
    assert client.post(url("submit", report)).status_code == 302
    report.refresh_from_db()
    assert (report.state, report.files.count()) == (ReportState.SUBMITTED, 2)


def test_the_fill_page_asks_how_far_each_file_may_be_shown_and_keeps_the_answer(report, sign_in):
    client = sign_in("a_party_office")
    data = {**answers_of(report), "signed": files.pdf(), "signed_disclosure": "on_request"}
    assert client.post(url("fill", report), data).status_code == 302
    assert [file.attachment.disclosure for file in report.files.all()] == ["on_request"]
    assert "依申请公开" in client.get(url("detail", report)).content.decode()


def test_a_reader_has_a_file_verified_and_is_told(filled, sign_in):
    file = filled.files.get(kind="signed").attachment
    address = reverse("accountability:report-file", args=[filled.pk, file.pk])
    client = sign_in("secretariat")
    assert (
        f'<form method="post" action="{address}">'
        in client.get(url("detail", filled)).content.decode()
    )

    told = client.post(address, follow=True).content.decode()
    assert "「签批件.pdf」校验一致，与上传时完全相同。" in told
    path_of(file).unlink()
    told = client.post(address, follow=True).content.decode()
    assert "「签批件.pdf」校验不一致：文件丢失或已不是上传时的内容。" in told


def test_versions_are_added_and_none_is_ever_changed_or_deleted(filled, sign_in):
    data = {**answers_of(filled), "signed": files.pdf("再次签批.pdf")}
    sign_in("a_party_office").post(url("fill", filled), data)
    signed = filled.files.filter(kind="signed")
    assert [file.version for file in signed] == [2, 1]
    for change in (lambda: signed.update(version=3), lambda: signed.last().delete()):
        with pytest.raises(DatabaseError, match="reportfile is append-only"), transaction.atomic():
            change()


def test_submitting_too_early_says_what_is_missing_on_the_page(report, sign_in):
    response = sign_in("a_party_office").post(url("submit", report))
    assert response.status_code == 422
    assert "必述问题「十条措施落实」还没有回应" in response.content.decode()


def test_a_wrong_file_is_named_and_the_typed_words_stay(report, sign_in):
    data = {**answers_of(report, "第 9 页"), "signed": files.word("签批件.docx")}
    response = sign_in("a_party_office").post(url("fill", report), data)
    body = response.content.decode()
    assert response.status_code == 422
    assert "签批件.docx" in body
    assert 'value="第 9 页"' in body
    assert TopicAnswer.objects.count() == 0


def test_a_second_click_on_submit_leads_back_with_a_sentence(filled, sign_in):
    client = sign_in("a_party_office")
    client.post(url("submit", filled))
    response = client.post(url("submit", filled), follow=True)
    assert "现在的状态是「待审阅」" in response.content.decode()


@pytest.mark.parametrize("verb", ["detail", "fill", "submit", "return", "accept", "unlock"])
def test_another_countys_report_does_not_exist(filled, sign_in, verb):
    assert sign_in("b_party_office").get(url(verb, filled)).status_code == 404


def test_another_countys_file_does_not_exist(filled, sign_in):
    file = filled.files.get(kind="signed")
    address = reverse("accountability:report-file", args=[filled.pk, file.attachment_id])
    assert sign_in("b_party_office").get(address).status_code == 404
    own = sign_in("a_party_office").get(address)
    assert b"".join(own.streaming_content) == files.PDF
    own.close()


def test_a_county_sees_its_buttons_but_not_the_secretariats(filled, sign_in):
    assert sign_in("a_party_office").get(url("accept", filled)).status_code == 403


def test_the_list_of_a_county_holds_nothing_of_the_other(plan, sign_in):
    body = sign_in("a_party_office").get(reverse("accountability:report-list")).content.decode()
    assert CANARY["a"] in body
    assert CANARY["b"] not in body


def test_the_list_costs_the_same_for_one_and_two_reports(plan, sign_in, django_assert_num_queries):
    for key in ("a_party_office", "secretariat"):
        client = sign_in(key)
        client.get(reverse("accountability:report-list"))
        with django_assert_num_queries(6):
            client.get(reverse("accountability:report-list"))


def test_the_detail_page_stays_within_its_queries(filled, sign_in, django_assert_num_queries):
    client = sign_in("a_party_office")
    with django_assert_num_queries(12):
        client.get(url("detail", filled))


def test_the_secretariat_asks_for_completion_in_the_admin(filled, sign_in, world):
    submitted = actions.submit_report(filled, by=world.person("a_party_office"), at=AT)
    address = reverse("admin:accountability_report_do", args=[submitted.pk, "return"])
    response = sign_in("secretariat").post(address, {"text": "请补充资金数据"})
    submitted.refresh_from_db()
    assert response.status_code == 302
    assert (submitted.state, submitted.return_comment) == (ReportState.DRAFT, "请补充资金数据")


def test_nobody_of_a_county_enters_the_admin(plan, sign_in):
    response = sign_in("a_party_office").get(reverse("admin:accountability_report_changelist"))
    assert response.status_code in {302, 403, 404}
