import pytest
from django.conf import settings
from django.template.backends.django import DjangoTemplates


class Trap(str):
    """Stands in for a variable that no view gave: raises instead of falling silent."""

    __slots__ = ()

    def __contains__(self, part):
        return True

    def __mod__(self, name):
        raise LookupError(name)


@pytest.fixture(scope="session")
def engine():
    """The project's templates without context processors, so nothing is known but what is given."""
    folder = settings.BASE_DIR / "templates"
    options = {"string_if_invalid": Trap("%s")}
    return DjangoTemplates({"NAME": "trap", "DIRS": [folder], "APP_DIRS": True, "OPTIONS": options})
