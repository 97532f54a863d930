"""When a verb may be done, asked of the running system: every state × every verb of a flow.

What is wanted comes from ``docs/flows.csv``, never from the flows themselves.
"""

from collections.abc import Iterator

from django.db import IntegrityError, ProgrammingError, transaction
from django.db.models import F
from psycopg2.errors import InsufficientPrivilege

from pueredu.accounts.models import User
from pueredu.kit.errors import Refused, WrongState
from pueredu.kit.names import noun
from pueredu.units.access.acts import acting
from tests.house.oracle import edges
from tests.house.packages import our_models
from tests.house.questions import subjects
from tests.house.town import Town
from tests.support.world import AT
from training.models import Learner

# what the database asks of a record that has come so far
COMES_WITH = {
    "loop.Matter": {"signatory": "秘书长", "closed_at": AT, "due_on": AT, "original_due_on": AT},
    "training.HoursBatch": {"filed_at": AT, "verified_at": AT, "recognised_at": AT},
    "training.Objection": {"settled_at": AT, "answer": "已核实"},
    "training.Adjustment": {"revoke_reason": "批准已撤回"},
    "training.HoursProof": {"revoke_reason": "学时已冲销", "revoked_at": AT},
    "training.Learner": {"merged_into": F("pk")},
    "training.Certificate": {"return_comment": "请补盖章页"},
    "training.TrainingSession": {"confirmed_at": AT, "cancel_reason": "测试"},
    "training.Enrolment": {"quota": None},
    "training.CountySummary": {"comment": "收到", "commented_at": AT},
    "training.TrainingPlan": {"filed_at": AT, "registered_at": AT},
    "studios.Studio": {"named_on": AT.date(), "ended_on": AT.date(), "end_reason": "测试"},
    "studios.Activity": {"confirmed_at": AT},
    "accountability.Report": {
        "submitted_at": AT, "accepted_at": AT, "signed_on": AT.date(), "signatory": "书记",
    },
    "accountability.YearPlan": {"opened_at": AT},
    "workbooks.ImportJob": {"applied_at": AT},
}  # fmt: skip
# no two of them the same person
DONE_BY = {
    "filed_by": "secretariat", "verified_by": "city_staff", "recognised_by": "city_training",
    "closed_by": "secretariat2", "registered_by": "city_staff", "confirmed_by": "secretariat", "named_by": "city_staff",
}  # fmt: skip


def model_named(record: str):
    """``training.hours_batch`` → HoursBatch."""
    label, _, word = record.partition(".")
    return next(m for m in our_models() if (m._meta.app_label, noun(m)) == (label, word))


def states_of(town: Town, model) -> Iterator[tuple[object, str]]:
    """(record, state) for every state that the database lets a record of the town have; each is
    taken back."""
    found = subjects(town, model)
    record = found[0][1] if found[0][1].pk else model._default_manager.order_by("pk")[0]
    people = {name: town.world.people[key] for name, key in DONE_BY.items()}
    names = {field.name for field in model._meta.concrete_fields}
    fields = {name: one for name, one in people.items() if name in names}
    fields |= {k: v for k, v in COMES_WITH.get(model._meta.label, {}).items() if k in names}
    for state, column in columns_of(model).items():
        with transaction.atomic():
            if is_put(model, record.pk, column) or is_put(model, record.pk, {**fields, **column}):
                yield model._base_manager.get(pk=record.pk), state
            transaction.set_rollback(True)


def columns_of(model) -> dict[str, dict]:
    """Every state of a model, and what its row holds then."""
    if model is User:
        return {"enabled": {"is_active": True}, "disabled": {"is_active": False}}
    column = "status" if model is Learner else "state"
    return {str(state): {column: state} for state, _ in model._meta.get_field(column).choices}


def is_put(model, pk, fields) -> bool:
    """Whether the database lets the row hold this."""
    try:
        with transaction.atomic():
            model._base_manager.filter(pk=pk).update(**fields)
    except IntegrityError:
        return False
    return True


def wrong_moves(town: Town, record: str, verb: str) -> list[str]:
    """Where the frame of every action lets a verb begin, or refuses it, other than agreed."""
    sources, wrong = edges()[record, verb][0], []
    for subject, state in states_of(town, model_named(record)):
        if begins(subject, verb) != (state in sources):
            wrong.append(f"{record} {verb} from {state}")
    return wrong


def begins(subject, verb: str) -> bool:
    """Whether the state lets the verb begin; what else it lacks is not the question."""
    try:
        with transaction.atomic():
            with acting(verb, subject, by=None, at=AT):
                pass
            transaction.set_rollback(True)
    except WrongState:
        return False
    except Refused:
        return True
    except ProgrammingError as error:
        if not isinstance(error.__cause__, InsufficientPrivilege):
            raise
        return True  # the frame let it begin; the table's own guard did not let it end
    return True
