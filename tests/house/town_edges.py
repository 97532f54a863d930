"""Rows at the edges where two reaches part: a colleague's record, one of a 教学点, one of an office
that is not the own. Each is a copy of a record of the town with another place."""

from copy import copy

from django.apps import apps

from accountability.models import YearPlan
from pueredu.office.models import SavedView
from pueredu.workbooks.models import ImportJob
from training.models import Learner

POINT = {"county": "a", "school": "a3"}
GOVERNMENT = {"county": "a", "unit": "a-government"}


class Copier:
    """Copies rows of the town; remembers them as ``edge`` under the name of their model."""

    def __init__(self, town):
        self.town = town
        self.units = town.world.units

    def copied(self, kind: str, label: str, place: dict, *, word: str = "edge", **columns):
        """A copy of the kind's own record with other columns, noted with its place."""
        model = apps.get_model(label)
        row = copy(model._base_manager.get(pk=self.town.records[kind]["own"].pk))
        row.pk = None
        row._state.adding = True
        for name, value in columns.items():
            setattr(row, name, value)
        (row,) = model._base_manager.bulk_create([row])
        self.town.add(label, word, row.pk, **place)
        return row


def add_edges(town) -> None:
    copier = Copier(town)
    _colleague(copier, "colleague", "a1")
    _colleague(copier, "central", "a2")
    _officer(copier)
    _point(copier)
    _office(copier)
    _everybodys(copier)


def _colleague(copier: Copier, word: str, school: str) -> None:
    """Another learner of a school, with a year, hours, a ledger and what goes with them."""
    place = {"county": "a", "school": school}
    learner = copier.copied(
        "learner", "training.Learner", place, word=word,
        code=f"L-{word}", name="同事", school=copier.units[school], user=None,
    )  # fmt: skip
    columns = {"word": word, "learner": learner, "school": copier.units[school]}
    for label in ("training.Placement", "training.StatusPeriod", "training.LearnerYear"):
        copier.copied(label, label, place, **columns)
    copier.copied("adjustment", "training.Adjustment", place, **columns)
    claim = copier.copied("claim", "training.HoursClaim", place, **columns)
    copier.copied("entry", "training.LedgerEntry", place, **columns, claim=claim)
    copier.copied("certificate", "training.Certificate", place, **columns)
    copier.copied("proof", "training.HoursProof", place, **columns, serial=word, code_hash=word)
    copier.copied("enrolment", "training.Enrolment", place, **columns)
    copier.copied("reminder", "training.HoursReminder", place, **columns)
    copier.copied("training.NeedsAnswer", "training.NeedsAnswer", place, **columns)
    copier.copied(
        "objection", "training.Objection", {**place, "unit": school}, **columns,
        handler=copier.units[school],
    )  # fmt: skip


def _officer(copier: Copier) -> None:
    """Who enrols for a 中心学校 learns too, and was at a session."""
    place = {"county": "a", "school": "a2", "person": "a2_officer"}
    columns = {"word": "officer", "school": copier.units["a2"]}
    user = copier.town.world.people["a2_officer"]
    learner = copier.copied(
        "learner", "training.Learner", place, **columns, code="L-officer", name="经办人", user=user
    )
    enrolment = copier.copied("enrolment", "training.Enrolment", place, **columns, learner=learner)
    copier.copied(
        "training.Evaluation", "training.Evaluation", {"person": "a2_officer"},
        word="officer", enrolment=enrolment,
    )  # fmt: skip


def _point(copier: Copier) -> None:
    """Records of a 教学点 alone, whose 中心学校 stands above it; one waits for the bureau."""
    point = copier.units["a3"]
    copier.copied("batch", "training.HoursBatch", POINT, school=point, token=None)
    studio = copier.copied("studio", "studios.Studio", POINT, school=point, name="教学点工作室")
    copier.copied("member", "studios.StudioMember", POINT, studio=studio)
    activity = copier.copied("activity", "studios.Activity", POINT, studio=studio, school=point)
    label = "studios.Attendance"
    copier.copied(label, label, POINT, activity=activity, school=point)
    copier.copied("learner_group", "training.LearnerGroup", POINT, school=point)
    copier.copied(
        "plan", "training.TrainingPlan", {**POINT, "unit": "a3", "only": "tier=school county__kind=county"},
        unit=point,
    )  # fmt: skip
    learner = Learner.objects.get(pk=copier.town.records["learner"]["sibling"].pk)
    copier.copied(
        "objection", "training.Objection", {**POINT, "unit": "a-education_bureau", "person": "a3_teacher"},
        school=point, learner=learner, handler=copier.units["a-education_bureau"],
    )  # fmt: skip


def _office(copier: Copier) -> None:
    """A report that another office of the 县(区) gives, and a plan of another office of the city."""
    finance = {"school": "city-finance", "unit": "city-finance", "county": "city"}
    copier.copied(
        "plan", "training.TrainingPlan", {**finance, "only": "tier=city county__kind=city"},
        word="finance", unit=copier.units["city-finance"], county=copier.units["city"], tier="city",
    )  # fmt: skip
    plan = copy(YearPlan.objects.get())
    plan.pk, plan.year = None, 2022
    plan.save()
    office = copier.units["a-government"]
    report = copier.copied("report", "accountability.Report", GOVERNMENT, plan=plan, unit=office)
    label = "accountability.TopicAnswer"
    copier.copied(label, label, GOVERNMENT, report=report)


def _everybodys(copier: Copier) -> None:
    """What each person has for oneself alone, elsewhere than at the own desk."""
    school = copier.units["c1"]
    file = ImportJob.objects.get(pk=copier.town.records["job"]["own"].pk).file
    file.pk, file._state.adding, file.name = None, True, f"{school.short_name}.xlsx"
    file.save()
    for key, user in copier.town.world.people.items():
        place = {"county": "city", "school": "c1", "unit": "c1", "person": key}
        copier.copied(
            "job", "workbooks.ImportJob", place, word=key, uploaded_by=user, file=file,
            county=school.area, school=school, unit=school,
        )  # fmt: skip
        view = SavedView.objects.create(owner=user, path="/admin/", name="常用")
        copier.town.add("office.SavedView", key, view.pk, person=key)
