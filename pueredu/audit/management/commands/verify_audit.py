from django.core.management.base import CommandError

from pueredu.audit.actions import remember_verdict
from pueredu.audit.command import RememberedCommand
from pueredu.audit.queries import fits
from pueredu.kit import clock


class Command(RememberedCommand):
    help = (
        "Recompute the audit chain and compare it with its anchors outside the database; names the "
        "first bad sequence number and exits with 1. With --printed: whether the chain still goes "
        "through a head that stands on a paper."
    )

    def add_arguments(self, parser):
        parser.add_argument("--printed", default="", help="as printed, such as 120-0f3a5b…")

    def handle(self, *_args, printed="", **_options):
        if printed and not fits(printed):
            raise CommandError(f"The chain does not go through {printed}.")
        if printed:
            return self.stdout.write(f"The chain goes through {printed}.")
        verdict = remember_verdict(at=clock.now())
        if verdict.broken_at is not None:
            raise CommandError(
                f"The audit chain is broken at sequence {verdict.broken_at} ({verdict.why})."
            )
        said = f"The audit chain is sound: {verdict.links} links, {verdict.anchors} anchors."
        self.stdout.write(said)
        if not verdict.anchors:
            self.stdout.write("Without an anchor a tail that was cut off cannot be seen.")
        return None
