"""Two people who were taken for one are set right by hand (docs/decisions/0017)."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.management import call_command
from django.urls import reverse

from pueredu.workbooks import actions as jobs
from tests.support.world import AT, TODAY
from tests.training.conftest import activity
from tests.training.test_import_learners import HEADINGS, person
from tests.training.workbooks import workbook
from training import actions, queries
from training.models import HoursBatch, Learner, LedgerEntry


@pytest.fixture
def recognise(enter, room):
    def recognised(title: str, *learners) -> HoursBatch:
        what = activity(title, hours=Decimal(3))
        batch = enter("a2", "a2_officer", roster=list(learners), what=what, is_filed=True)
        batch = actions.verify_hours_batch(batch, by=room.world.person("a_bureau"), at=AT)
        return actions.recognise_hours_batch(batch, by=room.world.person("city_training"), at=AT)

    return recognised


@pytest.fixture
def merged(room, recognise):
    """Somebody of the name of a2-0, with hours and an account, merged into a2-0 by mistake."""
    learner = Learner(code="530-7", name="教师a2-0", school=room.world.units["a2"], stage="primary")
    learner = actions.add_learner(learner, by=None, at=AT, since=date(2023, 3, 6))
    Learner.objects.filter(pk=learner.pk).update(user=room.world.people["b1_head"])
    recognise("各自的", learner, room.learners["a2-1"])
    recognise("保留的", room.learners["a2-0"])
    learner.refresh_from_db()
    words = {"into": room.learners["a2-0"], "by": None, "at": AT, "reason": "误认为同一人"}
    return actions.merge_learner(learner, **words)


def edit(client, learner, **changes):
    """The form of the register in the admin, sent with other words."""
    address = reverse("admin:training_learner_change", args=[learner.pk])
    form = client.get(address).context["adminform"].form
    data = {name: form[name].value() for name in form.fields}
    data |= {
        f"{prefix}-{word}_FORMS": 0
        for prefix in ("placements", "periods")
        for word in ("TOTAL", "INITIAL")
    }
    data = {name: "" if value is None else value for name, value in {**data, **changes}.items()}
    assert client.post(address, data).status_code == 302


def test_a_wrong_merge_is_set_right_by_hand(merged, recognise, room, sign_in):
    kept, city = room.learners["a2-0"], sign_in("city_training")
    kept.refresh_from_db()
    assert (kept.user.username, sum_of(kept)) == ("b1_head", 6)

    edit(city, merged, code="530-7（误并）")
    edit(city, kept, user="")
    assert queries.learners_by_code(["530-7"]) == {}
    register_anew(room)
    new = Learner.objects.get(code="530-7")
    edit(city, new, user=room.world.people["b1_head"].pk)

    entry = LedgerEntry.objects.get(learner=kept, claim__activity__title="各自的")
    address = reverse("training:ledger-entry-reverse", args=[entry.pk])
    city.post(address, {"reason": "误并，学时不是本人的"})
    recognise("各自的", new)

    kept.refresh_from_db()
    new.refresh_from_db()
    assert (kept.user, new.user.username) == (None, "b1_head")
    assert (sum_of(kept), sum_of(new)) == (3, 3)
    assert queries.learners_by_code(["530-7", "a2-0"]) == {"530-7": new, "a2-0": kept}
    assert queries.year_of_learner(new, TODAY).required == 60
    call_command("reconcile_hours")


def register_anew(room) -> None:
    """By the table of the county, as anybody new."""
    by = room.world.person("a_bureau")
    row = person("530-7", "教师a2-0", "T-a2", 任教起="2023-03-06", 学段="小学")
    job = jobs.add_import_job(
        workbook([row], HEADINGS), by=by, at=AT, kind="training.learners",
        place=room.world.units["a-education_bureau"],
    )  # fmt: skip
    job = jobs.check_import_job(job, by=None, at=AT)
    jobs.apply_import_job(jobs.confirm_import_job(job, by=by, at=AT), by=by, at=AT)


def sum_of(learner) -> Decimal:
    return sum(row.counted_hours for row in LedgerEntry.objects.filter(learner=learner))
