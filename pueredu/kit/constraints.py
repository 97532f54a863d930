"""A named constraint speaks: the database refuses, the reader gets the constraint's own sentence."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import IntegrityError, transaction

from pueredu.kit.errors import Refused


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
