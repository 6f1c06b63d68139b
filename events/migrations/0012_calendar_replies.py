import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("events", "0011_organisation_consent")]

    operations = [
        migrations.AddField(
            model_name="registration",
            name="entry_sequence",
            field=models.PositiveIntegerField(default=0, editable=False),
        ),
        migrations.CreateModel(
            name="CalendarReply",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "answer",
                    models.CharField(
                        choices=[
                            ("accepted", "accepted in the calendar"),
                            ("tentative", "tentative in the calendar"),
                            ("declined", "declined in the calendar"),
                            ("delegated", "handed on in the calendar"),
                        ],
                        max_length=9,
                    ),
                ),
                ("sequence", models.PositiveIntegerField()),
                ("entry_sequence", models.PositiveIntegerField()),
                ("delegate", models.EmailField(blank=True, max_length=254)),
                ("answered_at", models.DateTimeField()),
                ("received_at", models.DateTimeField(auto_now=True)),
                (
                    "registration",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="calendar_replies",
                        to="events.registration",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "calendar replies",
                "ordering": ["sequence", "answered_at", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("registration", "sequence", "answer"), name="calendar_reply_once_per_revision"
                    )
                ],
            },
        ),
    ]
