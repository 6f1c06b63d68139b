import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

LANGUAGES = [("de", "Deutsch"), ("en", "English")]


def name_points(apps, schema_editor):
    item_model = apps.get_model("events", "ProgrammeItem")
    rows = list(item_model.objects.only("pk"))
    for row in rows:
        row.uuid = uuid.uuid4()
    item_model.objects.bulk_update(rows, ["uuid"], batch_size=500)


class Migration(migrations.Migration):
    dependencies = [
        ("events", "0012_calendar_replies"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="EventFragment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("language", models.CharField(choices=LANGUAGES, max_length=2)),
                ("lines", models.TextField()),
                ("feeds", models.JSONField(default=list)),
                ("state", models.CharField(max_length=64)),
                ("modified", models.PositiveBigIntegerField()),
                (
                    "event",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="fragments",
                        to="events.event",
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("event", "language"), name="fragment_once")],
            },
        ),
        migrations.CreateModel(
            name="FeedVersion",
            fields=[
                ("key", models.CharField(max_length=80, primary_key=True, serialize=False)),
                ("token", models.CharField(max_length=32)),
                ("modified", models.PositiveBigIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name="PersonalFeed",
            fields=[
                (
                    "person",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="personal_feed",
                        serialize=False,
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("state", models.CharField(max_length=64)),
                ("modified", models.PositiveBigIntegerField()),
            ],
        ),
        migrations.AddField(
            model_name="programmeitem",
            name="uuid",
            field=models.UUIDField(default=uuid.uuid4, editable=False, null=True),
        ),
        migrations.RunPython(name_points, migrations.RunPython.noop),
        migrations.AlterField(
            model_name="programmeitem",
            name="uuid",
            field=models.UUIDField(default=uuid.uuid4, editable=False, unique=True),
        ),
    ]
