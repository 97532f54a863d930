"""Search by pairs of letters: the two functions, and the index over the names of units."""

from django.contrib.postgres.indexes import GinIndex
from django.db import migrations

from pueredu.kit.bigrams import BigramVector

# Bodies of the standard's form are bound when they are made: an index is built and a dump is
# restored under a search path of its own.
FORWARD = r"""
CREATE FUNCTION bigram_parts(words text) RETURNS TABLE (part text)
LANGUAGE sql IMMUTABLE PARALLEL SAFE
BEGIN ATOMIC
    SELECT DISTINCT substr(plain, n, 2)
    FROM (SELECT lower(regexp_replace(words, '\s', '', 'g')) AS plain) AS t,
         generate_series(1, length(plain)) AS n;
END;

CREATE FUNCTION bigram_vector(words text) RETURNS tsvector
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN (SELECT array_to_tsvector(coalesce(array_agg(part), '{}')) FROM bigram_parts(words));

-- the last letter stands alone in a vector; a query asks for it only when there is no other
CREATE FUNCTION bigram_query(words text) RETURNS tsquery
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN (
    SELECT coalesce(string_agg(
        '''' || replace(replace(part, '\', '\\'), '''', '''''') || ''''
        || CASE WHEN length(part) = 1 THEN ':*' ELSE '' END, ' & '), '')::tsquery
    FROM bigram_parts(words)
    WHERE length(part) = 2 OR length(words) = 1
);
"""

BACKWARD = """
DROP FUNCTION bigram_query(text);
DROP FUNCTION bigram_vector(text);
DROP FUNCTION bigram_parts(text);
"""


class Migration(migrations.Migration):
    dependencies = [("units", "0002_unit_kinds")]

    operations = [
        migrations.RunSQL(FORWARD, BACKWARD),
        migrations.AddIndex(
            model_name="unit",
            index=GinIndex(BigramVector("name"), name="unit_name_pairs"),
        ),
    ]
