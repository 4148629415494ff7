from django.db import migrations, models

import workspace.text


class Migration(migrations.Migration):
    dependencies = [
        ("groups", "0003_guest_until"),
    ]

    operations = [
        migrations.AddField(
            model_name="person",
            name="skeleton",
            field=models.CharField(db_index=True, default="", editable=False, max_length=80),
            preserve_default=False,
        ),
        migrations.AlterField(
            model_name="organisation",
            name="name",
            field=models.CharField(
                max_length=120,
                unique=True,
                validators=[workspace.text.validate_line],
                verbose_name="Name",
            ),
        ),
    ]
