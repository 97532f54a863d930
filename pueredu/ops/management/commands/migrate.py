from django.core.management.commands import migrate

from pueredu.kit.roles import as_owner


class Command(migrate.Command):
    """Django's own, as the owner of the tables: the application's role may not change them."""

    def handle(self, *args, **options):
        with as_owner():
            super().handle(*args, **options)
