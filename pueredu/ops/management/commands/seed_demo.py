import inspect
import os
import time
from datetime import datetime

from django.conf import settings
from django.core.management.base import CommandError
from django.db import transaction
from django.utils import timezone

from pueredu.accounts.models import User
from pueredu.audit.command import RememberedCommand
from pueredu.ops.seeds import accounts, deputies, people, schools
from pueredu.ops.seeds.rooms import room_seeds
from pueredu.units.models import Unit

# The demonstration's year begins with the plan on the first day, and the trial's clock goes on
# from the second: the week in which the first things fall due.
DEMO_AT = datetime.fromisoformat("2023-05-15T08:00:00+08:00")
DEMO_NOW = "2023-05-24T09:00:00+08:00"


class Command(RememberedCommand):
    help = "Fill an empty database (after seed_reference) with a labelled demonstration."

    def add_arguments(self, parser):
        parser.add_argument("--scale", choices=["small", "city"], default="small")
        parser.add_argument("--years", type=int, default=1, help="years of hours to build")

    def handle(self, *_args, scale="small", years=1, verbosity=1, **_options):
        if not Unit.objects.exists():
            raise CommandError("The reference data are missing; run seed_reference first.")
        if User.objects.exists():
            raise CommandError(
                "There are accounts already: demonstration data are for an empty database only."
            )
        self.loud = verbosity > 0
        with transaction.atomic():
            self.seed(scale, years)
            rows = accounts.open_accounts(os.environ.get("PUEREDU_DEMO_PASSWORD", ""))
            path = accounts.keep(rows)
            self.set_clock_back()
        if self.loud:
            self.stdout.write(f"accounts: {len(rows)} can sign in, listed in {path}")

    def set_clock_back(self):
        offset = datetime.fromisoformat(DEMO_NOW) - timezone.now()  # noqa: TID251 - the real one
        (settings.VAR_DIR / "demo-clock").write_text(str(offset.total_seconds()))

    def seed(self, scale, years):
        self.step("schools", schools.seed_schools, scale)
        self.step("people", people.seed_people)
        for room, module in room_seeds():
            known = inspect.signature(module.demo).parameters
            words = {"scale": scale, "at": DEMO_AT, "years": years}
            self.step(room, module.demo, **{name: words[name] for name in words if name in known})
        self.step("deputies", deputies.seed_deputy, at=DEMO_AT)

    def step(self, name, seed, *args, **words):
        began = time.monotonic()
        count = seed(*args, **words)
        if self.loud:
            self.stdout.write(f"{name}: {count} rows in {time.monotonic() - began:.1f} s")
