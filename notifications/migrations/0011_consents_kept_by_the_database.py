"""The database itself keeps the ledger of consents: a row once written is neither altered nor deleted.

One change is let through: a row forgets its subscription (which is how somebody is forgotten) and keeps all it says.
SQLite drops the triggers when a later migration remakes the table: such a one ends with `guard` again.
"""

from django.db import migrations

TABLE = "notifications_consentevent"
COLUMNS = (
    "id",
    "subject",
    "kind",
    "at",
    "text_version",
    "text",
    "evidence",
    "source",
    "former_digest",
    "digest",
)
REFUSAL = "A consent once written is never altered or deleted."
GUARD = {
    "sqlite": [
        f"CREATE TRIGGER consent_unaltered BEFORE UPDATE ON {TABLE} WHEN NEW.subscription_id IS NOT NULL OR "
        + " OR ".join(f'NEW."{column}" IS NOT OLD."{column}"' for column in COLUMNS)
        + f" BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END",
        f"CREATE TRIGGER consent_undeleted BEFORE DELETE ON {TABLE} BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END",
    ],
    "postgresql": [
        f"""
        CREATE FUNCTION keep_consent() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF TG_OP = 'UPDATE' AND NEW.subscription_id IS NULL
               AND to_jsonb(NEW) - 'subscription_id' = to_jsonb(OLD) - 'subscription_id' THEN
                RETURN NEW;
            END IF;
            RAISE EXCEPTION '{REFUSAL}' USING ERRCODE = 'integrity_constraint_violation';
        END $$
        """,
        f"CREATE TRIGGER consent_kept BEFORE UPDATE OR DELETE ON {TABLE} FOR EACH ROW EXECUTE FUNCTION keep_consent()",
    ],
}
UNGUARD = {
    "sqlite": ["DROP TRIGGER consent_unaltered", "DROP TRIGGER consent_undeleted"],
    "postgresql": [f"DROP TRIGGER consent_kept ON {TABLE}", "DROP FUNCTION keep_consent()"],
}


def guard(_apps, schema_editor):
    for statement in GUARD[schema_editor.connection.vendor]:
        schema_editor.execute(statement, params=None)


def unguard(_apps, schema_editor):
    for statement in UNGUARD[schema_editor.connection.vendor]:
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [("notifications", "0010_issue_segments")]

    operations = [migrations.RunPython(guard, unguard)]
