"""Who takes over a place, and consents to each item of the attendee list."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("events", "0009_pools_and_planned_overbooking")]

    operations = [
        migrations.AddField(
            model_name="registration",
            name="times_handed_on",
            field=models.PositiveSmallIntegerField(default=0),
        ),
        migrations.AlterField(
            model_name="registration",
            name="replaces",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="deputies",
                to="events.registration",
            ),
        ),
        migrations.AlterField(
            model_name="consent",
            name="kind",
            field=models.CharField(
                choices=[
                    ("privacy", "privacy notice read"),
                    ("attendee-list", "name on the attendee list"),
                    ("organisation", "organisation on the attendee list"),
                    ("project", "project on the attendee list"),
                    ("contact", "e-mail address on the attendee list"),
                ],
                max_length=14,
            ),
        ),
    ]
