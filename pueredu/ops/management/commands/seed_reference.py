from datetime import datetime

from django.db import transaction

from pueredu.audit.command import RememberedCommand
from pueredu.kit import clock
from pueredu.ops.seeds import reference
from pueredu.ops.seeds.rooms import room_seeds

FLOOR = {
    "units": reference.seed_units,
    "figures": reference.seed_figures,
    "holidays": reference.seed_holidays,
}


class Command(RememberedCommand):
    help = "Load the reference data of the floor and of the rooms. Safe to repeat."

    def add_arguments(self, parser):
        parser.add_argument(
            "--at",
            type=datetime.fromisoformat,
            help="when it is done, for a demonstration of another day",
        )

    def handle(self, *_args, at=None, verbosity=1, **_options):
        at = at or clock.now()
        seeds = FLOOR | {room: module.reference for room, module in room_seeds()}
        for name, seed in seeds.items():
            with transaction.atomic():
                count = seed(at=at)
            if verbosity:
                self.stdout.write(f"{name}: {count} rows written")
