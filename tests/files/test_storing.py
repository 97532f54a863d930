import hashlib
import os
from datetime import UTC, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError
from django.http import Http404

from pueredu.accounts.models import User
from pueredu.audit.models import Entry
from pueredu.files import queries, storage
from pueredu.files.actions import LEFT_OVER, reconcile_files, store_file, verify_file
from pueredu.files.checks import FileRefused
from pueredu.files.models import Attachment
from pueredu.files.serving import serve

from . import samples

AT = datetime(2023, 5, 25, 1, 0, tzinfo=UTC)
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"
    return settings.MEDIA_ROOT


@pytest.fixture
def clerk():
    return User.objects.create_user("clerk", "演示·经办人")


def store(clerk, name="报告 最终.pdf", data=None, **marks):
    upload = SimpleUploadedFile("x", data or samples.pdf_bytes())
    upload._name = name
    vars(upload).update(marks)
    return store_file(upload, by=clerk, at=AT, owner_label="accountability.report")


def test_a_stored_file_lies_under_its_hash_and_is_remembered(clerk, folder):
    attachment = store(clerk)

    assert queries.path_of(attachment).read_bytes() == samples.pdf_bytes()
    assert queries.path_of(attachment).stat().st_mode & 0o077 == 0
    assert queries.path_of(attachment).parent.parent == folder
    assert list((folder / "incoming").iterdir()) == []
    entry = Entry.objects.get()
    assert (entry.verb, entry.actor_id) == ("files.attachment.add", clerk.pk)
    assert entry.changes["sha256"] == [None, attachment.sha256]


def test_the_level_that_was_chosen_is_kept_and_none_is_internal(clerk):
    assert store(clerk, disclosure="open").disclosure == "open"
    assert store(clerk).disclosure == "internal"


def test_the_same_bytes_are_kept_once_and_two_rows_tell_of_them(clerk, folder):
    first, second = store(clerk), store(clerk, name="副本.pdf")

    assert first.sha256 == second.sha256
    assert len(list(folder.glob("??/*"))) == 1
    assert Attachment.objects.count() == 2


def test_a_refused_file_leaves_nothing(clerk, folder):
    with pytest.raises(FileRefused):
        store(clerk, name="报告.docx")

    assert [path for path in folder.rglob("*") if path.is_file()] == []
    assert Attachment.objects.count() == 0


def test_a_file_is_served_as_a_download_that_can_do_nothing(clerk):
    response = serve(store(clerk))

    assert b"".join(response.streaming_content) == samples.pdf_bytes()
    response.close()
    headers = dict(response.items())
    assert headers["Content-Type"] == "application/pdf"
    assert headers["Content-Disposition"] == (
        "attachment; filename*=utf-8''%E6%8A%A5%E5%91%8A%20%E6%9C%80%E7%BB%88.pdf"
    )
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert headers["Cache-Control"] == "no-store, private"
    assert headers["Content-Length"] == str(len(samples.pdf_bytes()))


def test_behind_a_web_server_only_an_ascii_key_is_sent(clerk, settings):
    settings.FILES_X_ACCEL = "/_files/"
    attachment = store(clerk)
    response = serve(attachment)

    assert response["X-Accel-Redirect"] == f"/_files/{storage.key_of(attachment.sha256)}"
    assert response["X-Accel-Redirect"].isascii()
    assert response.content == b""


def damage(attachment):
    path = queries.path_of(attachment)
    path.chmod(0o600)
    path.write_bytes(b"other")


@pytest.fixture
def damaged(clerk):
    """A lost file, a changed one, and one that no row knows; beside them one that is well."""
    lost, changed = store(clerk), store(clerk, "a.png", samples.png_bytes())
    store(clerk, "b.jpg", samples.jpg_bytes())
    queries.path_of(lost).unlink()
    damage(changed)
    orphan = storage.path_of("f" * 64)
    orphan.parent.mkdir(parents=True)
    orphan.write_bytes(b"x")
    return lost, changed


def test_lost_changed_and_orphaned_files_are_found(damaged):
    lost, changed = damaged
    assert queries.disagreements() == {
        "missing": [lost.sha256],
        "orphaned": ["f" * 64],
        "changed": sorted([changed.sha256, "f" * 64]),
    }
    with pytest.raises(Http404):
        serve(lost)


def test_what_the_night_finds_is_remembered_and_logged(damaged, caplog):
    reconcile_files(at=AT)

    entry = Entry.objects.get(verb="files.attachment.reconcile")
    assert (entry.result, entry.actor) == ("failed", "系统")
    found = [part.partition("（")[0] for part in entry.reason.split("；")]
    assert found == ["有记录而文件丢失 1 个", "有文件而无记录 1 个", "文件内容被改动 2 个"]
    assert damaged[0].sha256 in entry.reason
    assert [record.levelname for record in caplog.records] == ["ERROR"]


def test_a_night_without_findings_is_remembered_too(clerk, caplog):
    store(clerk)
    reconcile_files(at=AT)

    entry = Entry.objects.get(verb="files.attachment.reconcile")
    assert (entry.result, entry.reason) == ("done", "文件与记录全部一致。")
    assert caplog.records == []


def test_what_an_interrupted_upload_left_is_gone_after_a_day(clerk):
    kept = store(clerk)
    bytes_of_no_row = b"taken back"
    orphan = storage.path_of(hashlib.sha256(bytes_of_no_row).hexdigest())
    half = storage.incoming() / "half"
    changed = storage.path_of("f" * 64)
    for path in (orphan, half, changed):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(bytes_of_no_row)
    written = datetime.fromtimestamp(orphan.stat().st_mtime, UTC)

    reconcile_files(at=written)
    assert (orphan.exists(), half.exists()) == (True, True)
    reconcile_files(at=written + LEFT_OVER + LEFT_OVER)
    assert (orphan.exists(), half.exists()) == (False, False)
    assert (queries.path_of(kept).exists(), changed.exists()) == (True, True)


def test_the_same_bytes_uploaded_again_are_no_left_over(clerk):
    path = storage.path_of(hashlib.sha256(samples.pdf_bytes()).hexdigest())
    path.parent.mkdir(parents=True)
    path.write_bytes(samples.pdf_bytes())
    os.utime(path, (0, 0))
    store(clerk)
    assert path.stat().st_mtime > 0


def test_verifying_hashes_the_bytes_anew_and_is_remembered(clerk):
    attachment = store(clerk)
    verdicts = [verify_file(attachment, by=clerk, at=AT)]
    damage(attachment)
    verdicts.append(verify_file(attachment, by=clerk, at=AT))
    queries.path_of(attachment).unlink()
    verdicts.append(verify_file(attachment, by=clerk, at=AT))

    assert verdicts == [True, False, False]
    entries = Entry.objects.filter(verb="files.attachment.verify").order_by("pk")
    assert [entry.result for entry in entries] == ["done", "failed", "failed"]


@pytest.mark.parametrize(
    "change", [{"sha256": "0" * 64}, {"disclosure": "open"}, {"name": "x.pdf"}]
)
def test_the_row_of_a_file_is_never_changed(clerk, change):
    attachment = store(clerk)
    with pytest.raises(DatabaseError, match="files_attachment is append-only"):
        Attachment.objects.filter(pk=attachment.pk).update(**change)


def test_the_row_of_a_file_is_never_deleted(clerk):
    with pytest.raises(DatabaseError, match="files_attachment is append-only"):
        store(clerk).delete()
