from django.db import migrations, models


def unlogged(apps, schema_editor):
    """After a crash everyone may begin anew: for that no commit needs to wait for the disk."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("ALTER TABLE workspace_allowance SET UNLOGGED")


class Migration(migrations.Migration):
    dependencies = [("workspace", "0001_cache_table")]

    operations = [
        migrations.CreateModel(
            name="Allowance",
            fields=[
                ("key", models.CharField(max_length=120, primary_key=True, serialize=False)),
                ("spent_until", models.FloatField(db_index=True)),
            ],
        ),
        migrations.RunPython(unlogged, migrations.RunPython.noop),
    ]
