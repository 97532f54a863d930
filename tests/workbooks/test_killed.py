"""An import whose database session is killed after its rows were written: none of them stays."""

import pytest
from django.db import InterfaceError, OperationalError, connection

from pueredu.workbooks import actions
from pueredu.workbooks.models import ImportJob
from tests.support.rights import owner_cursor
from tests.support.world import AT

from .conftest import HoursSheet, stored_hours
from .sheets import MENDED

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def confirmed(world, hours_sheet, upload, monkeypatch):
    monkeypatch.setattr("celery.Celery.send_task", lambda *_args, **_words: None)
    by, county = world.people["a_bureau"], world.units["a"]
    job = actions.add_import_job(upload(MENDED), by=by, at=AT, kind=HoursSheet.key, place=county)
    job = actions.check_import_job(job, by=None, at=AT)
    return actions.confirm_import_job(job, by=by, at=AT)


def test_a_killed_import_leaves_no_row_and_can_be_done_again(confirmed, monkeypatch):
    whole = HoursSheet.write

    def killed(self, job, **words):
        whole(self, job, **words)
        with owner_cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(pg_backend_pid())")

    with monkeypatch.context() as patch:
        patch.setattr(HoursSheet, "write", killed)
        with pytest.raises((OperationalError, InterfaceError)):
            actions.apply_import_job(confirmed, by=confirmed.confirmed_by, at=AT)
    connection.close()

    assert stored_hours() == []
    assert list(ImportJob.objects.awaiting_apply()) == [confirmed]
    job = actions.apply_import_job(confirmed, by=confirmed.confirmed_by, at=AT)
    assert (job.state, len(stored_hours())) == ("applied", 3)
