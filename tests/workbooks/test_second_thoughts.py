"""What may still change after the check: the stored data, a text's meaning, one's mind."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse

from pueredu.kit.errors import Incomplete, NotPermitted, Refused, WrongState
from pueredu.workbooks import actions, tasks
from pueredu.workbooks.models import StagedRow
from pueredu.workbooks.suggestions import nearest, sounded
from tests.support.world import AT

from .conftest import HoursSheet, checked, imported, store_hours, stored_hours
from .sheets import FIRST, GOOD, MENDED


def test_what_changed_after_the_check_is_shown_before_anything_is_written(upload, bureau, county):
    job = checked(upload, bureau, county, MENDED)
    actions.confirm_import_job(job, by=bureau, at=AT)
    store_hours("0532100001", "2023-05-25", 5)
    tasks.apply_import(job.pk)

    job.refresh_from_db()
    assert (job.state, job.confirmed_by) == ("checked", None)
    assert (job.counts["new"], job.counts["changed"]) == (2, 1)
    assert job.notes == ["检查之后系统中的内容有变化，已重新检查，请核对后再次确认。"]
    assert stored_hours() == [("0532100001", "2023-05-25", Decimal(5))]
    actions.confirm_import_job(job, by=bureau, at=AT)
    tasks.apply_import(job.pk)
    assert len(stored_hours()) == 3


def test_staged_rows_that_were_lost_are_read_again(upload, bureau, county):
    job = actions.confirm_import_job(checked(upload, bureau, county, MENDED), by=bureau, at=AT)
    StagedRow.objects.filter(job=job, row_no=3).delete()
    tasks.apply_import(job.pk)

    job.refresh_from_db()
    assert (job.state, job.counts["new"]) == ("checked", 3)
    actions.confirm_import_job(job, by=bureau, at=AT)
    tasks.apply_import(job.pk)
    assert len(stored_hours()) == 3


def test_the_nearest_names_are_offered_once_for_all_rows(upload, bureau, county):
    rows = [[f"053210000{n}", "张三", "集中培", 6, "2023-05-25", None, None] for n in (7, 7, 8)]
    rows[1][4] = "2023-05-24"
    job = checked(upload, bureau, county, rows)

    assert [(one["column"], one["typed"], one["count"]) for one in job.suggestions] == [
        ("form", "集中培", 3)
    ]
    job = actions.correct_import_job(
        job, by=bureau, at=AT, corrections={"form": {"集中培": "集中培训"}}
    )
    assert (job.state, job.is_running) == ("uploaded", True)
    job = actions.check_import_job(job, by=None, at=AT)
    assert [(one["typed"], one["said"], one["count"]) for one in job.suggestions] == [
        ("0532100007", "张三", 2),
        ("0532100008", "张三", 1),
    ]
    assert job.suggestions[0]["options"] == [["0532100003", "张珊"]]
    job = actions.correct_import_job(
        job, by=bureau, at=AT, corrections={"code": {"0532100007": "0532100003"}}
    )
    job = actions.check_import_job(job, by=None, at=AT)
    assert (job.counts["new"], job.counts["error"]) == (2, 1)
    job = actions.confirm_import_job(job, by=bureau, at=AT)
    actions.apply_import_job(job, by=bureau, at=AT)
    assert [code for code, _, _ in stored_hours()] == ["0532100003"] * 2


def test_only_what_was_offered_can_be_chosen(upload, bureau, county):
    job = checked(upload, bureau, county, [[GOOD[0], "甲", "集中培", *GOOD[3:]]])
    for corrections in ({"form": {"集中培": "面授"}}, {"hours": {"6": "60"}}):
        with pytest.raises(Refused, match="已不在建议之中"):
            actions.correct_import_job(job, by=bureau, at=AT, corrections=corrections)
    with pytest.raises(Incomplete, match="没有选择任何更正"):
        actions.correct_import_job(job, by=bureau, at=AT, corrections={"form": {}})


def test_an_import_may_be_taken_back_once(upload, bureau, county, world):
    job = imported(upload, bureau, county, MENDED)
    with pytest.raises(NotPermitted):
        actions.undo_import_job(job, by=world.people["b_bureau"], at=AT)
    job = actions.undo_import_job(job, by=bureau, at=AT)

    assert (job.state, stored_hours()) == ("undone", [])
    with pytest.raises(WrongState):
        actions.undo_import_job(job, by=bureau, at=AT)


def test_a_name_is_found_by_its_look_and_its_sound():
    known = sounded({"1": "张珊", "2": "李四", "3": "章三", "4": "王五", "5": "张三丰"})

    assert [words for _, words in nearest("张三", known)] == ["张三丰", "章三", "张珊"]
    assert nearest("欧阳", known) == []


def page(job, name):
    return reverse(f"workbooks:import-job-{name}", args=[job.pk])


def test_corrections_are_chosen_on_the_page(upload, bureau, county, sign_in):
    job, client = (
        checked(upload, bureau, county, [[*GOOD[:2], "集中培", *GOOD[3:]]]),
        sign_in("a_bureau"),
    )
    body = client.get(job.get_absolute_url()).content.decode()
    assert "「形式」“集中培”（1 行）" in body
    assert '<option value="集中培训">集中培训</option>' in body

    client.post(page(job, "correct"), {"choice_0": "面授"})
    client.post(page(job, "correct"), {"choice_0": ""})
    job.refresh_from_db()
    assert (job.state, job.corrections) == ("checked", {})
    client.post(page(job, "correct"), {"choice_0": "集中培训"})
    job.refresh_from_db()
    assert (job.state, job.corrections) == ("uploaded", {"form": {"集中培": "集中培训"}})
    assert "等待检查" in client.get(job.get_absolute_url()).content.decode()


def test_an_import_is_taken_back_on_a_page_of_its_own(upload, bureau, county, sign_in):
    job, client = imported(upload, bureau, county, MENDED), sign_in("a_bureau")
    assert page(job, "undo") in client.get(job.get_absolute_url()).content.decode()
    assert "已写入：新增 3 行" in client.get(page(job, "undo")).content.decode()

    client.post(page(job, "undo"))
    assert stored_hours() == []
    body = client.get(job.get_absolute_url()).content.decode()
    assert "已撤销" in body
    assert page(job, "undo") not in body


def test_staged_rows_are_forgotten_after_a_month_and_read_again_when_needed(
    upload, bureau, county, sign_in
):
    job = checked(upload, bureau, county, FIRST)
    client, errors = sign_in("a_bureau"), page(job, "errors")
    tasks.forget_staged_rows()
    assert StagedRow.objects.count() == 5
    assert errors in client.get(job.get_absolute_url()).content.decode()

    actions.forget_staged_rows(at=AT + timedelta(days=31))
    assert StagedRow.objects.count() == 0
    assert errors not in client.get(job.get_absolute_url()).content.decode()
    actions.confirm_import_job(job, by=bureau, at=AT)
    tasks.apply_import(job.pk)
    job.refresh_from_db()
    assert (job.state, job.confirmed_by, StagedRow.objects.count()) == ("checked", None, 5)


def test_a_file_that_is_too_long_leaves_nothing_staged(upload, bureau, county, monkeypatch):
    monkeypatch.setattr(HoursSheet, "most_rows", 2)
    job = checked(upload, bureau, county, MENDED)

    assert (job.state, job.notes) == ("failed", ["表格超过 2 行，请分成几个文件上传。"])
    assert StagedRow.objects.count() == 0
