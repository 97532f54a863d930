import json

from django.core.management.base import CommandError
from django.db import connection, transaction

from pueredu.audit.command import RememberedCommand
from training.queries import reconciled

NAMED = 20  # differences that are named; the rest are counted


class Command(RememberedCommand):
    help = "Compare the totals of learners and schools with the ledger, row by row."

    def handle(self, *_args, **_options):
        found = _at_one_moment()
        counts = {
            "entries": found.entries,
            "learner_years": found.learner_years,
            "school_totals": found.school_totals,
            "reversals": found.reversals,
            "differences": len(found.differences),
        }
        self.stdout.write(json.dumps(counts))
        if found.differences:
            named = "\n".join(str(row) for row in found.differences[:NAMED])
            raise CommandError(f"{len(found.differences)} rows differ from the ledger:\n{named}")


def _at_one_moment():
    """All statements see the same rows, whatever is recognised meanwhile."""
    is_outermost = not connection.in_atomic_block
    with transaction.atomic():
        if is_outermost:
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        return reconciled()
