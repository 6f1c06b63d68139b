"""Suggestions keep why they were made: their place, how close the two are, and the parts of the score."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("networking", "0001_initial")]

    operations = [
        migrations.AlterModelOptions("suggestion", {"ordering": ["project", "rank"]}),
        migrations.AddField("suggestion", "rank", models.PositiveSmallIntegerField(default=1)),
        migrations.AddField("suggestion", "nearness", models.FloatField(default=0)),
        migrations.AddField(
            "suggestion",
            "fit",
            models.CharField(
                choices=[("very-good", "fits very well"), ("good", "fits well"), ("possible", "could fit")],
                default="possible",
                max_length=10,
            ),
        ),
        migrations.AddField("suggestion", "parts", models.JSONField(default=list)),
    ]
