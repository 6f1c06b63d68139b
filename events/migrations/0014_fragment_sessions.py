from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("events", "0013_calendar_fragments")]

    operations = [
        migrations.AddField(
            model_name="eventfragment",
            name="sessions",
            field=models.TextField(blank=True, default=""),
            preserve_default=False,
        ),
    ]
