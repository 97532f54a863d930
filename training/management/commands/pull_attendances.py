from pueredu.audit.command import RememberedCommand
from pueredu.kit import clock
from training.actions import pull_attendances


class Command(RememberedCommand):
    help = "Claim the attendances that studios confirmed as hours. Safe to repeat."

    def handle(self, *_args, **_options):
        found = pull_attendances(by=None, at=clock.now())
        self.stdout.write(
            f"{found.claims} claims in {found.batches} batches;"
            f" {found.unknown} attendances without a registered learner,"
            f" {found.barred} that cannot count as they are"
        )
