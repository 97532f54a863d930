from datetime import date

from django.core.management.base import CommandError

from pueredu.audit.command import RememberedCommand
from pueredu.audit.purge import months_before, purge
from pueredu.calendar.queries import value
from pueredu.kit import clock
from pueredu.kit.errors import Refused


class Command(RememberedCommand):
    help = (
        "Drop, as the owner, the audit of the months that are older than the Figure "
        "audit.keep_months; where it ended stays and is signed. Writers wait meanwhile."
    )

    def add_arguments(self, parser):
        parser.add_argument("--keep-since", type=date.fromisoformat, help="keep more than needed")

    def handle(self, *_args, keep_since=None, **_options):
        latest = months_before(clock.today(), value("audit.keep_months", clock.today()))
        if keep_since and keep_since > latest:
            raise CommandError(f"Entries since {latest} are to be kept (Figure audit.keep_months).")
        try:
            segment = purge(keep_since=keep_since or latest, at=clock.now())
        except Refused as refused:
            raise CommandError(str(refused)) from refused
        self.stdout.write(
            f"Dropped {segment.entry_count} entries before {segment.until}, up to sequence "
            f"{segment.last_seq}; the chain goes on from there."
        )
