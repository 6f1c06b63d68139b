import uuid

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("events", "0008_invitation_waves")]

    operations = [
        migrations.AddField(
            model_name="event",
            name="overbooking",
            field=models.PositiveSmallIntegerField(
                default=0,
                help_text="Seats given beyond the number of seats, because some people never come.",
                verbose_name="planned overbooking",
            ),
        ),
        migrations.AlterField(
            model_name="registration",
            name="category",
            field=models.CharField(
                choices=[
                    ("project", "MPI project"),
                    ("company", "company"),
                    ("science", "university or research"),
                    ("administration", "administration"),
                    ("press", "press"),
                    ("speaker", "speaker"),
                    ("other", "other"),
                ],
                default="other",
                max_length=14,
                verbose_name="you come from",
            ),
        ),
        migrations.CreateModel(
            name="Pool",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("categories", "seats for people of some categories"),
                            ("teams", "seats kept for project teams"),
                            ("project", "seats for each project"),
                        ],
                        max_length=12,
                        verbose_name="kind",
                    ),
                ),
                ("seats", models.PositiveIntegerField(verbose_name="seats")),
                ("categories", models.JSONField(blank=True, default=list, verbose_name="categories")),
                ("until_at", models.DateTimeField(blank=True, null=True, verbose_name="kept until")),
                ("released_at", models.DateTimeField(blank=True, editable=False, null=True)),
                (
                    "event",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="pools", to="events.event"
                    ),
                ),
            ],
            options={
                "ordering": ["kind", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("kind", "categories"), _negated=True),
                        fields=("event", "kind"),
                        name="pool_for_projects_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("kind", "categories"), ("seats__gte", 1), _connector="OR"),
                        name="pool_seats_at_least_one",
                    ),
                ],
            },
        ),
    ]
