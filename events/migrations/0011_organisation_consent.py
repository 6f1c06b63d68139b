"""The sentence of version 2026-11 spoke of name and organisation: whoever agreed to it agreed to both items."""

from django.db import migrations

TOGETHER = "2026-11"


def say_it_of_the_organisation_too(apps, schema_editor):
    consent = apps.get_model("events", "Consent")
    agreed = consent.objects.filter(kind="attendee-list", text_version=TOGETHER)
    consent.objects.bulk_create(
        consent(
            registration_id=row.registration_id,
            kind="organisation",
            text_version=TOGETHER,
            given_at=row.given_at,
            withdrawn_at=row.withdrawn_at,
        )
        for row in agreed.iterator()
    )


def say_it_once(apps, schema_editor):
    apps.get_model("events", "Consent").objects.filter(
        kind__in=["organisation", "project", "contact"]
    ).delete()


class Migration(migrations.Migration):
    dependencies = [("events", "0010_deputies_and_consent_items")]

    operations = [migrations.RunPython(say_it_of_the_organisation_too, say_it_once)]
