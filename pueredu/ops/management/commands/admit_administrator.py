from django.core.management.base import CommandError
from django.utils.timezone import localtime

from pueredu.audit.command import RememberedCommand
from pueredu.kit import clock
from pueredu.kit.errors import Refused
from pueredu.office.account_acts import admit_administrator
from pueredu.units.enums import ADMINISTRATORS


class Command(RememberedCommand):
    help = (
        "Open the account of one of the three administrators, with the post, and print a code with "
        "which its person sets a password. For one who lost phone, recovery codes and password too: "
        "the second factor is taken away. All other administrators are told."
    )

    def add_arguments(self, parser):
        parser.add_argument("username")
        parser.add_argument("--name", required=True, help="the person's name, for a new account")
        parser.add_argument("--role", required=True, choices=sorted(ADMINISTRATORS))

    def handle(self, *_args, username, name, role, **_options):
        try:
            user = admit_administrator(username, name=name, role=role, at=clock.now())
        except Refused as refused:
            raise CommandError(str(refused)) from refused
        until = localtime(user.activation_ends_at)
        self.stdout.write(f"{user.username} {user.activation_code} {until:%Y-%m-%d}")
