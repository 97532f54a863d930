from django.core.management.base import CommandError

from pueredu.audit.command import RememberedCommand
from training.queries import mismatches


class Command(RememberedCommand):
    help = "Compare every learner's yearly total with the ledger, row by row."

    def handle(self, *_args, **_options):
        found = list(mismatches())
        for row in found:
            self.stdout.write(
                f"learner {row.learner_id} year {row.year_id}:"
                f" ledger {row.ledger_hours}, total {row.total_hours}"
            )
        if found:
            raise CommandError(f"{len(found)} totals differ from the ledger.")
        self.stdout.write("All totals equal the ledger.")
