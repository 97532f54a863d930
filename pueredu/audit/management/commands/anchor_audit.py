from pueredu.audit.actions import anchor_head
from pueredu.audit.command import RememberedCommand
from pueredu.audit.queries import head
from pueredu.kit import clock


class Command(RememberedCommand):
    help = "Sign the head of the audit chain, keep it outside the database, and print it."

    def handle(self, *_args, **_options):
        kept = anchor_head(at=clock.now())
        self.stdout.write(str(kept) if kept else "Nothing new to anchor.")
        self.stdout.write(f"For a paper: {head()}")
