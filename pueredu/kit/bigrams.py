"""Search in Chinese by pairs of letters: the database has no Chinese dictionary and needs none.

``bigram_vector`` and ``bigram_query`` are functions of the database (migration ``units/0003``).
"""

from django.contrib.postgres.search import SearchQuery, SearchVectorField
from django.db.models import Func, QuerySet


class BigramVector(Func):
    """The pairs of letters of a column, and its last letter; for a GIN index and its filter."""

    function = "bigram_vector"
    output_field = SearchVectorField()


class BigramQuery(SearchQuery):
    """All pairs of letters of what is looked for; of a single letter the pairs that it begins."""

    SEARCH_TYPES = {"plain": "bigram_query"}


def containing(rows: QuerySet, column: str, text: str) -> QuerySet:
    """The rows whose ``column`` contains ``text``, letter case aside: the index narrows, then each
    row left is looked at, since the pairs may stand apart."""
    pairs = BigramQuery("".join(text.split()))
    return rows.alias(**{f"{column}_pairs": BigramVector(column)}).filter(
        **{f"{column}_pairs": pairs, f"{column}__icontains": text}
    )
