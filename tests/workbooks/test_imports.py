import io
from datetime import date
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from pueredu.audit.models import Entry
from pueredu.files.checks import FileRefused
from pueredu.kit.errors import NotPermitted, Refused, WrongState
from pueredu.workbooks import actions, queries, tasks
from pueredu.workbooks.models import ImportJob, StagedRow
from tests.support.world import AT

from .conftest import HoursSheet, checked, imported, start, stored_hours
from .sheets import FIRST, GOOD, MENDED, loaded


def test_a_checked_file_has_one_verdict_a_row_and_writes_nothing(upload, bureau, county):
    job = checked(upload, bureau, county, FIRST)

    assert (job.state, job.total) == ("checked", 5)
    assert job.counts == {
        "read": 5,
        "new": 1,
        "changed": 0,
        "same": 0,
        "warning": 1,
        "error": 3,
    }
    assert [line["sentence"] for line in job.messages] == [
        "第 3 行「学时」应为数字，填的是“六”",
        "第 4 行未找到教师‘0532100009’",
        "第 6 行与第 2 行重复",
        "第 5 行「学时」一天超过 8，请核对",
    ]
    faulty = StagedRow.objects.filter(job=job).faulty().values_list("row_no", "misread", "fault")
    assert list(faulty) == [
        (3, {"hours": "「学时」应为数字，填的是“六”"}, None),
        (4, None, ["code", "未找到教师‘0532100009’"]),
        (6, None, ["", "与第 2 行重复"]),
    ]
    assert stored_hours() == []


def test_an_import_writes_the_good_rows_and_leaves_one_entry(upload, bureau, county):
    job = imported(upload, bureau, county, FIRST)

    assert (job.state, job.outcome) == ("applied", {"added": 2, "changed": 0})
    assert stored_hours() == [
        ("0532100001", "2023-05-25", Decimal(6)),
        ("0532100003", "2023-05-25", Decimal(9)),
    ]
    (entry,) = Entry.objects.filter(verb="workbooks.import_job.apply")
    assert entry.actor_id == bureau.pk
    assert len(entry.changes["rows_digest"][1]) == 64


def test_the_mended_file_adds_only_what_was_missing(upload, bureau, county):
    imported(upload, bureau, county, FIRST)
    job = checked(upload, bureau, county, MENDED)

    assert (job.counts["same"], job.counts["new"], job.counts["changed"]) == (1, 1, 1)


def test_the_same_file_twice_adds_nothing_and_says_so(upload, bureau, county):
    data = upload(MENDED).read()

    def again():
        file = SimpleUploadedFile("学时.xlsx", data)
        job = actions.add_import_job(file, by=bureau, at=AT, kind=HoursSheet.key, place=county)
        return actions.check_import_job(job, by=None, at=AT)

    job = actions.confirm_import_job(again(), by=bureau, at=AT)
    actions.apply_import_job(job, by=bureau, at=AT)
    second = again()

    assert second.counts == {
        "read": 3,
        "new": 0,
        "changed": 0,
        "same": 3,
        "warning": 0,
        "error": 0,
    }
    assert second.notes == ["这份文件已于 2023-05-25 导入过，内容没有变化的行不会重复写入"]
    with pytest.raises(Refused, match="没有需要写入的行"):
        actions.confirm_import_job(second, by=bureau, at=AT)


def test_the_error_workbook_holds_the_bad_rows_in_the_same_layout(upload, bureau, county):
    job = checked(upload, bureau, county, FIRST)
    stream = io.BytesIO()
    queries.write_error_workbook(stream, job)
    sheet = loaded(stream.getvalue())["培训学时"]

    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=3)]
    assert [(row[0], row[3], row[7]) for row in rows] == [
        ("0532100002", "六", "「学时」应为数字，填的是“六”"),
        ("0532100009", 3, "未找到教师‘0532100009’"),
        ("0532100001", 7, "与第 2 行重复"),
    ]
    assert sheet["D3"].fill.fgColor.rgb == "FFFADBD8"


def test_the_error_workbook_once_mended_is_read_again(upload, bureau, county):
    job = checked(upload, bureau, county, [FIRST[1]])
    stream = io.BytesIO()
    queries.write_error_workbook(stream, job)
    book = loaded(stream.getvalue())
    book["培训学时"]["D3"] = 6
    stream = io.BytesIO()
    book.save(stream)

    file = SimpleUploadedFile("学时.xlsx", stream.getvalue())
    again = actions.add_import_job(file, by=bureau, at=AT, kind=HoursSheet.key, place=county)
    again = actions.check_import_job(again, by=None, at=AT)

    assert (again.counts["new"], again.counts["read"]) == (1, 1)
    assert again.notes == []


def test_a_wrong_template_fails_the_job_column_by_column(upload, bureau, county):
    job = checked(upload, bureau, county, [GOOD], headings=["编号", "姓名", *GOOD[2:]])

    assert job.state == "failed"
    assert job.notes[0] == "缺少“教师编号”列，最接近的是“编号”，如是请改为“教师编号”"
    assert queries.problems(job)[0] == {"text": job.notes[0], "tone": "danger"}
    with pytest.raises(WrongState):
        actions.confirm_import_job(job, by=bureau, at=AT)


def test_a_file_of_another_kind_is_refused_at_the_door(bureau, county):
    file = SimpleUploadedFile("报告.pdf", b"%PDF-1.4")
    with pytest.raises(FileRefused, match="不接受"):
        actions.add_import_job(file, by=bureau, at=AT, kind=HoursSheet.key, place=county)
    assert ImportJob.objects.count() == 0


def test_only_who_may_import_there_may_start_confirm_and_apply(upload, world, bureau, county):
    other = world.people["b_bureau"]
    with pytest.raises(NotPermitted):
        start(upload, other, county, MENDED)
    with pytest.raises(NotPermitted):
        start(upload, bureau, world.units["b"], MENDED)
    job = checked(upload, bureau, county, MENDED)
    with pytest.raises(NotPermitted):
        actions.confirm_import_job(job, by=other, at=AT)
    job = actions.confirm_import_job(job, by=bureau, at=AT)

    bureau.memberships.update(until=date(2023, 5, 24))
    with pytest.raises(NotPermitted):
        actions.apply_import_job(job, by=world.person("a_bureau"), at=AT)
    assert stored_hours() == []


def test_a_fault_while_writing_leaves_no_row(upload, bureau, county, hours_sheet, monkeypatch):
    job = actions.confirm_import_job(checked(upload, bureau, county, MENDED), by=bureau, at=AT)
    whole = HoursSheet.write

    def broken(self, job, **words):
        whole(self, job, **words)
        raise Refused("学期已锁定。")

    monkeypatch.setattr(HoursSheet, "write", broken)
    tasks.apply_import(job.pk)

    job.refresh_from_db()
    assert (job.state, job.notes) == ("failed", ["学期已锁定。"])
    assert stored_hours() == []


def test_the_background_steps_may_come_twice(
    upload, bureau, county, django_capture_on_commit_callbacks, monkeypatch
):
    rung = []
    monkeypatch.setattr(
        "celery.Celery.send_task", lambda _app, name, args: rung.append((name, args))
    )
    with django_capture_on_commit_callbacks(execute=True):
        job = start(upload, bureau, county, MENDED)
    assert rung == [("pueredu.workbooks.tasks.check_import", [job.pk])]

    tasks.check_import(job.pk)
    tasks.check_import(job.pk)
    job.refresh_from_db()
    assert job.state == "checked"
    tasks.apply_import(job.pk)
    assert stored_hours() == []

    with django_capture_on_commit_callbacks(execute=True):
        actions.confirm_import_job(job, by=bureau, at=AT)
    assert rung[1] == ("pueredu.workbooks.tasks.apply_import", [job.pk])
    assert list(ImportJob.objects.awaiting_apply()) == [job]
    tasks.apply_import(job.pk)
    tasks.apply_import(job.pk)

    job.refresh_from_db()
    assert (job.state, len(stored_hours())) == ("applied", 3)
    assert Entry.objects.filter(verb="workbooks.import_job.apply").count() == 1


def test_a_cancelled_import_keeps_its_record_and_no_rows(upload, bureau, county):
    job = actions.cancel_import_job(checked(upload, bureau, county, MENDED), by=bureau, at=AT)

    assert (job.state, StagedRow.objects.count()) == ("cancelled", 0)
    assert job.file.sha256 == job.sha256


def test_an_import_is_seen_by_its_uploader_only(upload, world, bureau, county):
    job = start(upload, bureau, county, MENDED)

    assert list(queries.jobs_of(bureau, HoursSheet.key)) == [job]
    assert list(queries.jobs_of(world.people["b_bureau"], HoursSheet.key)) == []


def test_the_template_of_a_place_is_filled_with_its_people(bureau, county):
    stream = io.BytesIO()
    queries.write_filled_template(stream, HoursSheet.key, county, bureau, AT)
    sheet = loaded(stream.getvalue())["培训学时"]

    assert [row[0].value for row in sheet.iter_rows(min_row=3, max_row=5)] == [
        "0532100001",
        "0532100002",
        "0532100003",
    ]


def test_a_job_is_checked_in_as_many_queries_for_one_row_as_for_three(
    upload, bureau, county, django_assert_num_queries
):
    for rows in (MENDED[:1], MENDED):
        job = start(upload, bureau, county, rows)
        with django_assert_num_queries(21):
            actions.check_import_job(job, by=None, at=AT)
