"""What was uploaded stays as it was: a row of a file is neither changed nor deleted."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION files_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
END $$;

CREATE TRIGGER attachment_append_only BEFORE UPDATE OR DELETE ON files_attachment
    FOR EACH ROW EXECUTE FUNCTION files_refuse_change();
"""

BACKWARD = """
DROP TRIGGER attachment_append_only ON files_attachment;
DROP FUNCTION files_refuse_change();
"""


class Migration(migrations.Migration):
    dependencies = [("files", "0002_search_by_bigrams")]

    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
