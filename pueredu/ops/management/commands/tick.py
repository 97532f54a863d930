from datetime import datetime

from django.core.management.base import CommandError
from django.utils import timezone

from pueredu.audit.command import RememberedCommand
from pueredu.kit import clock
from pueredu.ops.ticking import run_tick


class Command(RememberedCommand):
    help = "Send every reminder that is due now, or was due at another moment. Safe to repeat."

    def add_arguments(self, parser):
        parser.add_argument("--at", default="", help="a moment such as 2023-05-25T09:00+08:00")

    def handle(self, *_args, at="", **_options):
        done = run_tick(at=moment(at))
        if done.delivered:
            self.stdout.write(f"已投递 {done.delivered} 封邮件。")
        self.stdout.write(f"已发送 {done.reminded} 条提醒。")


def moment(text: str) -> datetime:
    """``text`` as a moment, in local time when it names no zone; now when it is empty."""
    if not text:
        return clock.now()
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        raise CommandError(
            f"{text!r} is no moment; write it like 2023-05-25T09:00+08:00."
        ) from None
    return at if timezone.is_aware(at) else timezone.make_aware(at)
