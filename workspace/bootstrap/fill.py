"""What the database needs before it is served: its tables, and a world to look at."""

from . import PYTHON, ROOT, packages
from .progress import step
from .stamp import Stamp

ADVICE = "If you changed nothing, please report it with the lines above."


def fill(env, data, demo):
    """Bring the database up to date; return what the demo world says of itself."""
    migrate(env, data)
    return demo_world(env, data) if demo else ""


def migrate(env, data):
    migrations = [folder for top in packages() for folder in sorted(top.rglob("migrations"))]
    migrated = stamp(data, "migrated", ROOT / "requirements.lock", *migrations)
    if skippable(migrated, env):
        return
    step("Migrating the database", [PYTHON, "manage.py", "migrate"], env=env, advice=ADVICE)
    migrated.write()


def demo_world(env, data):
    story = data / "demo.txt"
    filled = stamp(data, "filled", ROOT / "workspace" / "demo", makes=[story])
    if not skippable(filled, env):
        command = [PYTHON, "manage.py", "demo"]
        story.write_text(step("Filling the demo world", command, env=env, advice=ADVICE))
        filled.write()
    return story.read_text()


def stamp(data, name, *inputs, makes=()):
    return Stamp(data / f".{name}", *inputs, makes=[data / "beraad.sqlite3", *makes])


def skippable(done, env):
    """Only the file database lies beside its stamps; a server's may be another one by now."""
    return "DATABASE_URL" not in env and done.current()
