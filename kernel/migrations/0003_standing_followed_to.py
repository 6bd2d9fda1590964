"""Standing remembers up to which day its edges have been announced."""

import datetime

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("kernel", "0002_log_is_append_only_and_tenants_are_walled")]

    operations = [
        migrations.AddField(
            model_name="standing",
            name="followed_to",
            # Rows of before are followed from their beginning: nothing is announced twice,
            # because an edge is announced only where the outcome differs from the row's.
            field=models.DateField(default=datetime.date(1948, 7, 5)),
            preserve_default=False,
        ),
    ]
