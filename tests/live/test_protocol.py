"""docs/live.md is enough to write a client from: its own example is one."""

import re
import subprocess
import sys

from allauth.account.models import EmailAddress

from tests.conftest import PASSWORD
from tests.servers import PATIENCE


def test_the_example_in_the_documentation_works(server, tmp_path, settings, mobility, daan, say):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.PBKDF2PasswordHasher"]
    daan.set_password(PASSWORD)
    daan.save()
    EmailAddress.objects.create(user=daan, email=daan.email, verified=True, primary=True)
    say(mobility, daan, "Dit was er al")
    page = (settings.BASE_DIR / "docs" / "live.md").read_text()
    [program] = re.findall(r"```python\n(.*?)```", page, re.DOTALL)
    example = tmp_path / "example.py"
    example.write_text(program)
    said = subprocess.run(
        [sys.executable, example, server.url, daan.email, PASSWORD, str(mobility.pk), "Dag allen"],
        capture_output=True,
        text=True,
        timeout=PATIENCE,
    )
    assert said.returncode == 0, said.stderr
    assert said.stdout.startswith("3 Create ")
    assert "Dag allen" in said.stdout
    assert mobility.messages.filter(body="Dag allen").count() == 1
