"""Numbers for internal papers, without gaps."""

from django.db import transaction

from pueredu.documents.models import SerialCounter


@transaction.atomic
def next_serial(kind: str, year: int) -> str:
    """The next internal number of a kind in a year, as ``kind-2023-7``.

    Holds the counter's row until the caller's transaction ends: a rolled back paper gives its
    number back, so there are no gaps, and papers of one kind are numbered one at a time.
    """
    SerialCounter.objects.bulk_create([SerialCounter(kind=kind, year=year)], ignore_conflicts=True)
    counter = SerialCounter.objects.select_for_update().get(kind=kind, year=year)
    counter.last += 1
    counter.save(update_fields=["last"])
    return f"{kind}-{year}-{counter.last}"
