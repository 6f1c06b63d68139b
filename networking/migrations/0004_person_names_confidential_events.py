from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("networking", "0003_edition")]

    operations = [
        migrations.AddField(
            model_name="person",
            name="names_confidential_events",
            field=models.BooleanField(
                default=False,
                help_text="Otherwise your calendar shows only when they take place.",
                verbose_name="show the titles of confidential events in my calendar",
            ),
        ),
    ]
