"""The night watch: what it finds reaches the administrators, and nobody when all is well."""

import hashlib

import pytest
from django.conf import settings
from django.db import connection

from pueredu.audit.models import Entry
from pueredu.files import storage
from pueredu.files.models import Attachment
from pueredu.notices.models import Message
from pueredu.ops import tasks
from pueredu.ops.watching import watch_audit, watch_files
from tests.support.world import AT

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def anchors(settings, tmp_path):
    """Of this test alone, as its files are: its chain has no past."""
    settings.AUDIT_ANCHOR_FILE, settings.MEDIA_ROOT = tmp_path / "anchors", tmp_path / "media"
    return settings.AUDIT_ANCHOR_FILE


@pytest.fixture
def told(world):
    """Who holds the two posts; a security administrator beside them is told nothing."""
    return {world.people["system_admin"].pk, world.people["audit_admin"].pk}


def recipients(kind: str) -> set[int]:
    return set(Message.objects.filter(kind=kind).values_list("recipient", flat=True))


def lose_a_file(world) -> None:
    Attachment.objects.create(
        name="a.pdf", kind="pdf", size=1, sha256="a" * 64, disclosure="internal",
        owner_label="x", uploaded_by=world.people["a_bureau"], uploaded_at=AT,
    )  # fmt: skip


def test_beat_runs_both_at_night():
    plan = settings.CELERY_BEAT_SCHEDULE
    hours = {
        plan[key]["task"]: plan[key]["schedule"].hour for key in ("files-reconcile", "audit-verify")
    }
    assert hours == {tasks.watch_files.name: {3}, tasks.watch_audit.name: {2}}


def test_a_quiet_night_tells_nobody(told):
    watch_files(at=AT)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # a commit chains what was written
    watch_audit(at=AT)
    assert Message.objects.filter(kind__in=("FilesDisagree", "AuditBroken")).count() == 0
    verbs = {"files.attachment.reconcile", "audit.link.verify"}
    assert set(Entry.objects.filter(verb__in=verbs).values_list("result", flat=True)) == {"done"}


def test_a_lost_file_is_told_to_the_two_who_must_know(world, told):
    lose_a_file(world)
    watch_files(at=AT)
    assert recipients("FilesDisagree") == told
    assert "有记录而文件丢失 1 个" in Message.objects.filter(kind="FilesDisagree").first().body


def test_a_young_file_without_a_row_is_no_alarm(told):
    path = storage.path_of(hashlib.sha256(b"taken back").hexdigest())
    path.parent.mkdir(parents=True)
    path.write_bytes(b"taken back")
    assert set(watch_files(at=AT)) == {"orphaned"}
    assert recipients("FilesDisagree") == set()


def test_a_break_of_the_memory_is_told(told, anchors):
    anchors.write_text("not ours\n")
    watch_audit(at=AT)
    assert recipients("AuditBroken") == told
    assert "签名不符" in Message.objects.filter(kind="AuditBroken").first().body
