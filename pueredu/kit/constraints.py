"""A named constraint speaks: the database refuses, the reader gets the constraint's own sentence."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import IntegrityError, transaction
from django.db.models import CheckConstraint, Q

from pueredu.kit.errors import Refused

IDENTITY_NUMBER = r"^\s*[1-9][0-9]{16}[0-9Xx]\s*$"


def no_identity_number(field: str, *, name: str) -> CheckConstraint:
    """``field`` holds no number of an identity card: the house keeps none of anybody."""
    return CheckConstraint(
        name=name,
        condition=~Q(**{f"{field}__regex": IDENTITY_NUMBER}),
        violation_error_message="这像是身份证号；平台不存储身份证号，请改用教师编号或其他登录名。",
    )


@contextmanager
def speaking(model) -> Iterator[None]:
    """Turn the refusal of one of ``model``'s named constraints into Refused with its sentence.

    Costs one savepoint, where asking every constraint beforehand costs a query each; and it is the
    database that decides, so nothing slips between the question and the write.
    """
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        sentence = sentence_of(model, error)
        if sentence is None:
            raise
        raise Refused(sentence) from error


def sentence_of(model, error: IntegrityError) -> str | None:
    """The violation message of the constraint that the database names; None for any other."""
    name = getattr(getattr(error.__cause__, "diag", None), "constraint_name", None)
    for constraint in model._meta.constraints:
        if constraint.name == name:
            return str(constraint.get_violation_error_message())
    return None
