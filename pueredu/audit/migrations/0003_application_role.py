"""The application's role may use the tables and not change them; the chain is written for it.

Rows of every table may be read, added, changed and deleted, those of later migrations included;
TRUNCATE, REFERENCES, TRIGGER and everything of an owner stay with the owner. Entries may only be
read and added; links are added by the trigger alone, which therefore runs as the owner, and finds
its tables before any temporary one of the same name.
"""

from django.conf import settings
from django.db import migrations

GRANT = """
GRANT USAGE ON SCHEMA public TO {role};
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {role};
GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {role};
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {role};
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO {role};
REVOKE UPDATE, DELETE ON audit_entry, audit_link FROM {role};
REVOKE INSERT ON audit_link FROM {role};
ALTER FUNCTION audit_link_entry() SECURITY DEFINER SET search_path = public, pg_temp;
"""

REVOKE = """
ALTER FUNCTION audit_link_entry() SECURITY INVOKER RESET search_path;
ALTER DEFAULT PRIVILEGES IN SCHEMA public REVOKE ALL ON SEQUENCES FROM {role};
ALTER DEFAULT PRIVILEGES IN SCHEMA public REVOKE ALL ON TABLES FROM {role};
REVOKE ALL ON ALL SEQUENCES IN SCHEMA public FROM {role};
REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {role};
REVOKE USAGE ON SCHEMA public FROM {role};
"""


def grant(_apps, schema_editor):
    _run(GRANT, schema_editor)


def revoke(_apps, schema_editor):
    _run(REVOKE, schema_editor)


def _run(statements, schema_editor):
    role = schema_editor.quote_name(settings.DATABASE_ROLE)
    schema_editor.execute(statements.format(role=role), params=None)


class Migration(migrations.Migration):
    dependencies = [("audit", "0002_append_only_chain")]

    operations = [migrations.RunPython(grant, revoke)]
