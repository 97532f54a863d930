"""A ledger entry is never changed or taken out: a correction is a reversing entry."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION training_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'ledger entries are append-only' USING ERRCODE = 'insufficient_privilege';
END $$;

CREATE TRIGGER training_ledger_append_only BEFORE UPDATE OR DELETE ON training_ledgerentry
    FOR EACH ROW EXECUTE FUNCTION training_refuse_change();
"""

BACKWARD = """
DROP TRIGGER training_ledger_append_only ON training_ledgerentry;
DROP FUNCTION training_refuse_change();
"""


class Migration(migrations.Migration):
    dependencies = [("training", "0001_initial")]

    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
