import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import groups.models.subsite
import workspace.text

PERSON = settings.AUTH_USER_MODEL


class Migration(migrations.Migration):
    dependencies = [("groups", "0004_person_skeleton")]

    operations = [
        migrations.AddField(
            "admission", "by",
            models.ForeignKey(
                blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL,
                related_name="+", to=PERSON,
            ),
        ),
        migrations.AlterField(
            "subsite", "logo",
            models.ImageField(
                blank=True, upload_to=groups.models.subsite.logo_path, verbose_name="Logo"
            ),
        ),
        migrations.AlterField(
            "subsite", "tagline",
            models.CharField(
                blank=True, max_length=200, validators=[workspace.text.validate_line],
                verbose_name="In one line",
            ),
        ),
        migrations.CreateModel(
            "Exclusion",
            [
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("grounds", models.CharField(max_length=500)),
                ("at", models.DateTimeField(auto_now_add=True)),
                ("by", models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to=PERSON)),
                ("person", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="exclusions", to=PERSON)),
                ("subsite", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="exclusions", to="groups.subsite")),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("subsite", "person"), name="one_exclusion_each")],
            },
        ),
        migrations.CreateModel(
            "OpeningRequest",
            [
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("asked_at", models.DateTimeField(auto_now_add=True)),
                ("asked_by", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to=PERSON)),
                ("group", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="opening_requests", to="groups.group")),
                ("subsite", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="opening_requests", to="groups.subsite")),
            ],
            options={
                "ordering": ["asked_at"],
                "constraints": [models.UniqueConstraint(fields=("group", "subsite"), name="one_opening_request_each")],
            },
        ),
    ]
