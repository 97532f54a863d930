"""A school's workbook: its own template down, hours up, dry run, apply, mended rows back."""

import io
from datetime import date
from decimal import Decimal

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils.html import escape
from pytest_django.asserts import assertContains

from pueredu.kit.errors import NotPermitted, Refused
from pueredu.workbooks import actions as jobs
from pueredu.workbooks.kinds import kind_for
from pueredu.workbooks.models import ImportJob
from tests.support.world import AT
from tests.training.conftest import activity
from tests.training.workbooks import HEADINGS, blank, counts, row, sentences, workbook
from training import actions
from training.models import HoursBatch, HoursClaim, TrainingActivity

ADD = reverse("workbooks:import-job-add")


def test_the_template_is_filled_with_the_schools_own_people(room, sign_in):
    response = sign_in("a2_officer").get(reverse("workbooks:import-job-template"))
    book = openpyxl.load_workbook(io.BytesIO(b"".join(response.streaming_content)))
    sheet = book.worksheets[0]
    assert [cell.value for cell in sheet[2]] == HEADINGS
    codes = [line[0].value for line in sheet.iter_rows(min_row=3)]
    assert codes == ["a2-0", "a2-1", "a3-0", "a3-1", "a3-2"]
    assert sheet["A3"].number_format == "@"
    lists = {str(item.sqref): item.type for item in sheet.data_validations.dataValidation}
    assert {place[0] for place in lists} == {"E", "F"}


def test_a_filled_template_comes_back_as_a_draft_of_the_school(apply, room):
    job = apply([row("a2-0"), row("a3-1", hours=2.5), blank("a3-2")])
    assert counts(job) == {"read": 3, "new": 2, "same": 1}
    batch = HoursBatch.objects.get()
    found = (batch.title, batch.state, batch.school.code, batch.claim_count, batch.hours_total)
    assert found == ("表格导入：五月学时.xlsx", "draft", "T-a2", 2, Decimal("5.5"))
    claims = HoursClaim.objects.order_by("school__code")
    assert [(one.learner.code, one.school.code, one.hours, one.held_on) for one in claims] == [
        ("a2-0", "T-a2", Decimal(3), date(2023, 5, 24)),
        ("a3-1", "T-a3", Decimal("2.5"), date(2023, 5, 24)),
    ]
    assert TrainingActivity.objects.count() == 1
    assert job.outcome == {"added": 2, "changed": 0, "batches": [batch.pk]}


def test_an_import_goes_on_like_any_other_batch(apply, room):
    apply([row("a2-0"), row("a3-1")])
    batch = actions.file_hours_batch(
        HoursBatch.objects.get(), by=room.world.person("a2_officer"), at=AT
    )
    batch = actions.verify_hours_batch(batch, by=room.world.person("a_bureau"), at=AT)
    actions.recognise_hours_batch(batch, by=room.world.person("city_training"), at=AT)
    assert room.learners["a3-1"].years.get().hours == 3


@pytest.mark.parametrize(("hours", "said"), [(8, False), (30, True)])
def test_a_draft_with_more_hours_than_a_day_holds_is_doubted_before_it_is_filed(
    apply, sign_in, hours, said
):
    apply([row("a2-0", hours=3), row("a2-1", hours=hours)])
    page = sign_in("a2_officer").get(HoursBatch.objects.get().get_absolute_url())
    words = "有 1 人次超过一天一般的 8 学时（最多 30 学时）"
    assert (words in page.content.decode()) is said


def test_the_same_file_twice_adds_nothing_and_says_so(apply, check):
    rows = [row("a2-0"), row("a3-1")]
    apply(rows)
    again = check(rows)
    assert counts(again) == {"read": 2, "same": 2}
    assert any("导入过" in note for note in again.notes)


def test_every_fault_is_named_with_its_row(check):
    job = check(
        [
            row("a2-0", hours="六"),
            row("a2-1", day="上周三"),
            row("b1-0"),
            row("a3-0", day="2023-05-26"),
            row("a3-1", hours=500),
            row("a3-2", rule="讲座(国家级)"),
            [*row("a2-0", title="另一次")[:6], None],
        ]
    )
    assert counts(job) == {"read": 7, "error": 7}
    found = sentences(job)
    assert "第 2 行「学时」应为数字，填的是“六”" in found
    assert any(line.startswith("第 3 行「活动日期」应为日期") for line in found)
    assert "第 4 行未找到教师“教师b1-0”（须为本单位在册人员）" in found
    assert "第 5 行「活动日期」还没有到" in found
    assert "第 6 行「学时」应大于 0、不超过 400，最多一位小数" in found
    assert any(line.startswith("第 7 行「形式与级别」不在可选项中") for line in found)
    assert "第 8 行「学时」不能为空" in found


def test_doubled_rows_and_another_name_are_named(check):
    job = check([row("a2-0"), row("a2-0"), row("a2-1", name="张三")])
    assert counts(job) == {"read": 3, "new": 1, "error": 1, "warning": 1}
    assert "第 3 行与第 2 行重复" in sentences(job)
    assert any("与该编号登记的姓名不同" in line for line in sentences(job))


def test_a_wrong_template_is_told_column_by_column(check):
    job = check([[1, 2, 3]], headings=["教师编号", "活动", "分数"])
    assert job.state == "failed"
    assert any("缺少“活动名称”列" in note for note in job.notes)
    assert any("分数" in note for note in job.notes)


def test_columns_in_another_order_and_a_csv_are_read(room):
    lines = "学时,教师编号,姓名,方向,形式与级别,活动日期,活动名称\n3,a2-0,教师a2-0,专业知识,校本研修(校级),2023-05-24,校本研修\n"
    unit = room.world.units["a2"]
    job = jobs.add_import_job(
        SimpleUploadedFile("学时.csv", lines.encode("gb18030")),
        by=room.world.person("a2_officer"), at=AT, kind="training.hours", place=unit,
    )  # fmt: skip
    assert counts(jobs.check_import_job(job, by=None, at=AT)) == {"read": 1, "new": 1}


def test_a_list_with_names_and_no_column_of_codes_is_read(check, sign_in):
    headings = ["姓名", *HEADINGS[2:]]
    job = check([row("a2-0")[1:], row("a3-1", name="张三")[1:]], headings=headings)
    assert counts(job) == {"read": 2, "new": 1, "error": 1}
    assert sentences(job) == ["第 3 行未找到教师“张三”，或本单位有同名，请填写教师编号"]
    page = sign_in("a2_officer").get(reverse("workbooks:import-job-detail", args=[job.pk]))
    assertContains(page, "错误的 1 行不会导入")


def test_hours_of_an_own_draft_may_be_changed_by_a_new_upload(apply, check):
    apply([row("a2-0"), row("a3-1")])
    job = apply([row("a2-0", hours=4), row("a3-1")])
    assert counts(job) == {"read": 2, "changed": 1, "same": 1}
    assert HoursClaim.objects.get(learner__code="a2-0").hours == 4
    assert HoursBatch.objects.get().hours_total == 7


def test_what_is_filed_or_stands_in_another_list_is_not_changed(apply, check, room, enter):
    apply([row("a2-0")])
    actions.file_hours_batch(HoursBatch.objects.get(), by=room.world.person("a2_officer"), at=AT)
    job = check([row("a2-0", hours=4)])
    assert "第 2 行这次活动已经申报，不能再改；需要更正请联系县(区)退回" in sentences(job)
    enter("a1", "a1_officer", what=activity("外出学习"), roster=[room.learners["a1-0"]])
    actions.transfer_learner(
        room.learners["a1-0"], by=room.world.person("a_bureau"), at=AT,
        school=room.world.units["a2"], reason="rotation", since=date(2023, 5, 25),
    )  # fmt: skip
    job = check([row("a1-0", title="外出学习", hours=5)])
    assert "第 2 行这次活动已由其他名单申报，不能重复计算" in sentences(job)


def test_nobody_imports_for_another_school(check):
    for by, school in (("a2_officer", "b1"), ("a1_officer", "a2"), ("a_bureau", "a2")):
        with pytest.raises(NotPermitted):
            check([row()], by=by, school=school)


def test_nothing_to_write_is_a_sentence(check, room):
    job = check([blank("a2-0")])
    with pytest.raises(Refused, match="没有需要写入的行"):
        jobs.confirm_import_job(job, by=room.world.person("a2_officer"), at=AT)


def test_upload_preview_confirm_and_error_workbook_on_the_screen(room, sign_in):
    client = sign_in("a2_officer")
    response = client.post(ADD, {"file": workbook([row("a2-0"), row("a3-1", hours="六")])})
    job = ImportJob.objects.get()
    page = reverse("workbooks:import-job-detail", args=[job.pk])
    assert response["Location"] == page
    assert "等待检查" in client.get(page).content.decode()
    jobs.check_import_job(job, by=None, at=AT)
    body = client.get(page).content.decode()
    assert "应为数字，填的是“六”" in body
    assert reverse("workbooks:import-job-confirm", args=[job.pk]) in body
    errors = client.get(reverse("workbooks:import-job-errors", args=[job.pk]))
    sheet = openpyxl.load_workbook(io.BytesIO(b"".join(errors.streaming_content))).worksheets[0]
    assert [sheet["A3"].value, sheet["G3"].value] == ["a3-1", "六"]
    assert "应为数字" in sheet["H3"].value
    client.post(reverse("workbooks:import-job-confirm", args=[job.pk]))
    job.refresh_from_db()
    assert job.confirmed_by == room.world.people["a2_officer"]
    jobs.apply_import_job(job, by=job.confirmed_by, at=AT)
    assert "新增 1 行" in client.get(page).content.decode()
    sheet["G3"] = 2
    stream = io.BytesIO()
    sheet.parent.save(stream)
    client.post(ADD, {"file": SimpleUploadedFile("改.xlsx", stream.getvalue())})
    mended = ImportJob.objects.latest("id")
    assert counts(jobs.check_import_job(mended, by=None, at=AT)) == {"read": 1, "new": 1}


def test_a_list_that_was_not_taken_says_so_and_leads_to_the_next_attempt(check, sign_in, room):
    job = check([[1, 2]], headings=["活动", "分数"])
    page = sign_in("a2_officer").get(reverse("workbooks:import-job-detail", args=[job.pk]))
    again = kind_for(job.kind).import_url(room.world.units["a2"])
    assert [one["tone"] for one in page.context["problems"]] == ["danger"]
    assert page.context["retry_url"] == again
    assertContains(page, f'href="{escape(again)}"')


def test_an_upload_may_be_cancelled(check, sign_in):
    job = check([row("a2-0")])
    client = sign_in("a2_officer")
    client.post(reverse("workbooks:import-job-cancel", args=[job.pk]))
    job.refresh_from_db()
    assert (job.state, HoursClaim.objects.count()) == ("cancelled", 0)
    body = client.post(reverse("workbooks:import-job-confirm", args=[job.pk]), follow=True)
    assert "已取消" in body.content.decode()


@pytest.mark.parametrize("name", ["detail", "errors", "file"])
def test_another_persons_job_does_not_exist(check, sign_in, name):
    job = check([row("a2-0")])
    for key in ("a1_officer", "b1_officer"):
        address = reverse(f"workbooks:import-job-{name}", args=[job.pk])
        assert sign_in(key).get(address).status_code == 404


@pytest.mark.parametrize(
    ("file", "sentence"),
    [
        (SimpleUploadedFile("空.xlsx", b""), "空文件"),
        (SimpleUploadedFile("学时.pdf", b"%PDF-1.4"), "学时.pdf"),
        (SimpleUploadedFile("假.xlsx", b"not a workbook"), "假.xlsx"),
    ],
)
def test_a_wrong_file_gets_a_sentence(room, sign_in, file, sentence):
    file.seek(0)
    response = sign_in("a2_officer").post(ADD, {"file": file})
    assert response.status_code == 422
    assert sentence in response.content.decode()


def test_moments_and_serials_are_days(check):
    job = check([row("a2-0", day=date(2023, 5, 24)), row("a2-1", day=45070)])
    assert counts(job) == {"read": 2, "new": 2}
