from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("projects", "0011_reference_measures_are_read_by_all")]

    operations = [
        migrations.AddField(
            model_name="measure",
            name="judged_before",
            field=models.JSONField(default=list),
        ),
    ]
