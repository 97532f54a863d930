from datetime import UTC, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import Http404

from pueredu.accounts.models import User
from pueredu.audit.models import Entry
from pueredu.files import queries, storage
from pueredu.files.actions import store_file
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


def store(clerk, name="报告 最终.pdf", data=None):
    upload = SimpleUploadedFile("x", data or samples.pdf_bytes())
    upload._name = name
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


def test_lost_changed_and_orphaned_files_are_found(clerk, folder):
    lost, changed = store(clerk), store(clerk, "a.png", samples.png_bytes())
    queries.path_of(lost).unlink()
    queries.path_of(changed).chmod(0o600)
    queries.path_of(changed).write_bytes(b"other")
    orphan = storage.path_of("f" * 64)
    orphan.parent.mkdir(parents=True)
    orphan.write_bytes(b"x")

    assert queries.disagreements() == {
        "missing": [lost.sha256],
        "orphaned": ["f" * 64],
        "changed": sorted([changed.sha256, "f" * 64]),
    }
    with pytest.raises(Http404):
        serve(lost)
