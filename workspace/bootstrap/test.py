"""`python3 -m workspace test`: install, then every check, then the tests on both databases."""

import os
import shutil
import subprocess
import xml.etree.ElementTree as ElementTree
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from . import PYTHON, ROOT, environment
from .install import install
from .machine import apt_install, lacking_for_pdf, require_venv
from .mail_servers import mail_servers
from .servers import brought

ON_SQLITE = "not servers"
ON_SERVERS = "not (newcomer or once) and (not browser or servers)"
# These measure what others on the machine would disturb.
ALONE = "alone"
# One more than there are cores: who waits for a browser or a database leaves its core to others.
WORKERS = min(4, (os.cpu_count() or 1) + 1)
BESIDE_EACH_OTHER = ("-n", str(WORKERS), "--dist", "worksteal")
NO_TESTS_CHOSEN = 5
# The data is thrown away afterwards, so it need not survive a power cut.
FAST = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")


def test(arguments):
    # Where nothing may be kept, each of the many processes compiles all that it imports.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    with TemporaryDirectory(prefix="beraad-test-") as folder:
        data = Path(folder)
        require_venv()
        # What Debian has comes beside what pip and npm bring: they wait for other servers.
        with ThreadPoolExecutor(1) as beside:
            from_debian = beside.submit(programs)
            install("requirements-dev.lock", data)
        env = environment(data) | from_debian.result()
        results = [checks(data)]
        alone = {name: env[name] for name in env.keys() - {"DATABASE_URL", "REDIS_URL"}}
        results.append(tests("SQLite", alone, ON_SQLITE, arguments))
        with brought(data, *FAST) as addresses:
            name = "PostgreSQL and Valkey"
            results.append(tests(name, env | addresses, ON_SERVERS, arguments))
    print("\n" + "\n".join(line for _, line in results))
    return 0 if all(passed for passed, _ in results) else 1


def programs():
    """Those that the tests start, as far as they can be had; what tests need to know of them."""
    about = browser()
    mail_servers()
    return about


def browser():
    """What the browser tests need; without it they are skipped, and say why. What PDFs are made
    with comes along."""
    missing = {"chromium": "chromium", "msgfmt": "gettext"}
    packages = [package for program, package in missing.items() if not shutil.which(program)]
    if packages := packages + lacking_for_pdf():
        apt_install(*packages)
    if shutil.which("chromium"):
        return {}
    reason = "Chromium is missing: run `apt-get install chromium` as root to test with a browser"
    print(f"\n  ATTENTION. {reason}.\n  The browser tests are skipped, all others run.\n")
    return {"NO_BROWSER": reason}


def checks(data):
    production = environment(data) | {"ALLOWED_HOSTS": "beraad.example"}
    for name in ("DEVELOPMENT", "DATABASE_URL", "REDIS_URL"):
        production.pop(name, None)
    manage = [PYTHON, "manage.py"]
    commands = [
        [PYTHON, "-m", "ruff", "check"],
        [PYTHON, "-m", "ruff", "format", "--check"],
        [PYTHON.with_name("lint-imports")],
        [*manage, "check", "--deploy", "--fail-level", "WARNING"],
        [*manage, "makemigrations", "--check", "--dry-run"],
    ]
    with ThreadPoolExecutor() as beside:
        passed = list(beside.map(partial(succeeds, env=production), commands))
    failed = [label(command) for command, good in zip(commands, passed, strict=True) if not good]
    return not failed, f"Checks: {'failed: ' + ', '.join(failed) if failed else 'passed'}"


def succeeds(command, env):
    """Says all of it at once: others are at work beside it."""
    about = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT, "text": True}
    done = subprocess.run(command, cwd=ROOT, env=env, **about)
    print(f"\n== {label(command)}\n{done.stdout}", end="", flush=True)
    return done.returncode == 0


def label(command):
    return " ".join(Path(part).name for part in command).removeprefix("python ").removeprefix("-m ")


def tests(name, env, marked, arguments):
    """Run pytest; whether it passed, and a line that says how many tests did."""
    parts = [[f"({marked}) and not ({ALONE})", *BESIDE_EACH_OTHER], [f"({marked}) and ({ALONE})"]]
    if arguments:  # a few tests are done sooner than workers have started for them
        parts = [[marked]]
    reports, passed = [], True
    for number, options in enumerate(parts):
        print(f"\n== The tests on {name}: {options[0]}", flush=True)
        report = Path(env["DATA_DIR"]) / f"report-{number}.xml"
        report.unlink(missing_ok=True)
        command = [PYTHON, "-m", "pytest", f"--junitxml={report}", "-m", *options, *arguments]
        code = subprocess.run(command, cwd=ROOT, env=env).returncode
        passed &= code == 0 or (code == NO_TESTS_CHOSEN and bool(arguments))
        reports.append(report)
    return passed, f"{name}: {count(reports)}"


def count(reports):
    """The sum of what pytest reports, in words."""
    if not all(report.exists() for report in reports):
        return "the tests did not start"
    suites = [ElementTree.parse(report).getroot().find("testsuite") for report in reports]  # noqa: S314
    ran, failed, errors, skipped = (
        sum(int(suite.get(name)) for suite in suites)
        for name in ("tests", "failures", "errors", "skipped")
    )
    seconds = sum(float(suite.get("time")) for suite in suites)
    passed = ran - failed - errors - skipped
    return f"{passed} passed, {failed + errors} failed, {skipped} skipped in {seconds:.0f} s"
