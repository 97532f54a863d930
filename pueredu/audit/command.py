"""The base of the commands of this house: what they do is numbered, what fails is remembered."""

import uuid

from django.core.management.base import BaseCommand

from pueredu.audit.actions import remember_failure
from pueredu.audit.context import acting_from
from pueredu.kit import clock


class RememberedCommand(BaseCommand):
    def execute(self, *args, **options):
        name = type(self).__module__.rpartition(".")[2]
        with acting_from(request_id=str(uuid.uuid4())):
            try:
                return super().execute(*args, **options)
            except Exception as error:
                remember_failure(f"command.{name}", error, at=clock.now())
                raise
