"""Earlier versions of a report's paper stay: none is changed or deleted."""

from django.db import migrations

FORWARD = """
CREATE TRIGGER report_file_append_only BEFORE UPDATE OR DELETE ON accountability_reportfile
    FOR EACH ROW EXECUTE FUNCTION files_refuse_change();
"""
BACKWARD = "DROP TRIGGER report_file_append_only ON accountability_reportfile;"


class Migration(migrations.Migration):
    dependencies = [
        ("accountability", "0002_document_number"),
        ("files", "0003_append_only"),
    ]

    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
