from django.core.management.base import BaseCommand, CommandError

from pueredu.audit.queries import first_broken_link


class Command(BaseCommand):
    help = "Recompute the audit chain; names the first bad sequence number and exits with 1."

    def handle(self, *args, **options):
        broken = first_broken_link()
        if broken is not None:
            raise CommandError(f"The audit chain is broken at sequence {broken}.")
        self.stdout.write("The audit chain is sound.")
