"""Real mail servers on free ports: Debian's Postfix, Exim and Dovecot, as the test command unpacked
them, in a folder that is thrown away. The part of their configuration that is ours stands in
docs/operations.md, and is read from there."""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path
from tempfile import mkdtemp

import pytest
from django.conf import settings

from tests.servers import PATIENCE, Port, database_url, until
from workspace.bootstrap.mail_servers import MISSING, UNPACKED

# Where the recipes of the docs are for a domain and a place of their own.
DOCUMENTED = {"domain": "mail.beraad.example", "lmtp": "127.0.0.1", "port": "8024"}
LIBRARIES = "usr/lib/x86_64-linux-gnu"


def recipe(heading, port):
    """The blocks of code under this heading of the documentation, for our domain and this port."""
    text = (settings.BASE_DIR / "docs" / "operations.md").read_text()
    section = re.split(r"^##", text.partition(f"### {heading}\n")[2], maxsplit=1, flags=re.M)[0]
    blocks = re.findall(r"^```\w*\n(.*?)^```", section, flags=re.M | re.S)
    assert blocks, f"docs/operations.md has no recipe for {heading}"
    return [
        block.replace("mail.beraad.example", settings.MAIL_DOMAIN).replace("8024", str(port))
        for block in blocks
    ]


class Program:
    """A server that runs until the test is done with it."""

    def __init__(self, name):
        if os.geteuid() != 0 or not (UNPACKED / name).exists():
            pytest.skip(MISSING)
        self.root, self.process = UNPACKED / name, None
        self.place = Port()
        self.port = self.place.number
        # Outside pytest's folders, which only root may enter: these servers give up its rights.
        self.folder = Path(mkdtemp(prefix=f"beraad-{name}-"))
        self.folder.chmod(0o711)
        self.log = self.folder / "log"

    def start(self, command, **environment):
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [str(part) for part in command],
                env=os.environ | environment,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        wait_for(self.port, self.process, self.log)
        return self

    def stop(self):
        """With all its children, which are a group of their own."""
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGTERM)
        self.process.wait(PATIENCE)
        self.clear_up()

    def clear_up(self):
        """A child that is about to end may still write in the folder."""
        shutil.rmtree(self.folder, ignore_errors=True)
        self.place.free()

    def given_to(self, user, name):
        """A folder that is this user's."""
        folder = self.folder / name
        folder.mkdir(mode=0o700)
        shutil.chown(folder, user)
        return folder

    def received(self, count=1):
        """The mails in the mailbox of everyone at voorbeeld.nl, once there are so many."""
        inbox = self.folder / "mail" / "inbox"  # a Maildir, made with the first of them
        until(lambda: len(list(inbox.glob("new/*"))) >= count)
        return [path.read_bytes() for path in sorted(inbox.glob("new/*"))]


def wait_for(port, process, log):
    deadline = time.monotonic() + PATIENCE
    while process.poll() is None and time.monotonic() < deadline:
        with socket.socket() as attempt:
            if attempt.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.02)
    raise RuntimeError(f"{log.read_text()}\nThe server that says this did not start.")


class Mailin(Program):
    """`manage.py mailin` on the database of the tests."""

    def __init__(self, folder):
        self.place, self.process = Port(), None
        self.port = self.place.number
        self.log = folder / "mailin.log"

    def start(self):
        return super().start(
            [sys.executable, "manage.py", "mailin"],
            DATABASE_URL=database_url(),
            LMTP_LISTEN=f"127.0.0.1:{self.port}",
        )

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        assert self.process.wait(PATIENCE) == 0, self.log.read_text()


class Postfix(Program):
    QUEUES = "active bounce corrupt defer deferred flush hold incoming private saved trace"

    def __init__(self, lmtp_port):
        super().__init__("postfix")
        self.lmtp_port = lmtp_port
        self.libraries = str(self.root / "usr/lib/postfix")

    def start(self):
        self.make_folders()
        self.write_configuration()
        command = [self.root / "usr/lib/postfix/sbin/master", "-c", self.folder / "etc", "-d"]
        return super().start(command, LD_LIBRARY_PATH=self.libraries)

    def make_folders(self):
        self.given_to("nobody", "mail")
        self.given_to("mail", "data")
        (self.folder / "queue").mkdir()
        for name in self.QUEUES.split():
            self.given_to("mail", f"queue/{name}")
        (self.folder / "queue/pid").mkdir()
        for name, mode in (("maildrop", 0o730), ("public", 0o710)):
            shutil.chown(self.given_to("mail", f"queue/{name}"), group="news")
            (self.folder / "queue" / name).chmod(mode)

    def write_configuration(self):
        folder, root = self.folder, self.root
        (folder / "etc").mkdir()
        master = (root / "usr/share/postfix/master.cf.dist").read_text()
        master = re.sub(
            r"^smtp +inet.*", f"127.0.0.1:{self.port} inet n - n - - smtpd", master, flags=re.M
        )
        (folder / "etc/master.cf").write_text(master)
        (folder / "etc/main.cf").write_text(
            f"""
compatibility_level = 3.6
command_directory = {root}/usr/sbin
daemon_directory = {root}/usr/lib/postfix/sbin
meta_directory = {root}/etc/postfix
shlib_directory = {self.libraries}
import_environment = MAIL_CONFIG POSTLOG_SERVICE POSTLOG_HOSTNAME LD_LIBRARY_PATH={self.libraries}
queue_directory = {folder}/queue
data_directory = {folder}/data
mail_owner = mail
setgid_group = news
maillog_file = {folder}/log
maillog_file_prefixes = {folder}
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
myhostname = mx.voorbeeld.nl
mydestination =
alias_maps =
local_recipient_maps =
smtpd_peername_lookup = no
virtual_mailbox_domains = voorbeeld.nl
virtual_mailbox_base = {folder}/mail
virtual_mailbox_maps = static:inbox/
virtual_uid_maps = static:65534
virtual_gid_maps = static:65534
virtual_minimum_uid = 1
{recipe("Postfix", self.lmtp_port)[0]}
"""
        )

    def try_again(self):
        """What waits in the queue is tried now, as it would be later."""
        postqueue = [self.root / "usr/sbin/postqueue", "-c", self.folder / "etc", "-f"]
        env = os.environ | {"LD_LIBRARY_PATH": self.libraries}
        subprocess.run(postqueue, env=env, check=True)


class Exim(Program):
    def __init__(self, lmtp_port):
        super().__init__("exim")
        self.lmtp_port = lmtp_port

    def start(self):
        for name in ("mail", "spool"):
            self.given_to("mail", name)
        self.write_configuration()
        command = [self.root / "usr/sbin/exim4", "-C", self.folder / "exim.conf", "-bdf"]
        return super().start(command, **self.environment())

    def environment(self):
        """Debian's Exim looks for a user of its own before it reads what we say."""
        known = {
            "passwd": "Debian-exim:x:8:8::/nonexistent:/bin/false",
            "group": "Debian-exim:x:8:",
        }
        for name, line in known.items():
            (self.folder / name).write_text(f"{Path('/etc', name).read_text()}{line}\n")
        return {
            "LD_LIBRARY_PATH": str(self.root / LIBRARIES),
            "LD_PRELOAD": "libnss_wrapper.so",
            "NSS_WRAPPER_PASSWD": str(self.folder / "passwd"),
            "NSS_WRAPPER_GROUP": str(self.folder / "group"),
        }

    def write_configuration(self):
        main, acl, router, transport = recipe("Exim", self.lmtp_port)
        (self.folder / "exim.conf").write_text(
            f"""
exim_user = mail
exim_group = mail
deliver_drop_privilege = true
exim_path = {self.root}/usr/sbin/exim4
keep_environment = LD_LIBRARY_PATH : LD_PRELOAD : NSS_WRAPPER_PASSWD : NSS_WRAPPER_GROUP
spool_directory = {self.folder}/spool
log_file_path = {self.folder}/spool/%slog
primary_hostname = mx.voorbeeld.nl
local_interfaces = 127.0.0.1
daemon_smtp_ports = {self.port}
notifier_socket =
tls_advertise_hosts =
host_lookup =
rfc1413_hosts =
acl_smtp_rcpt = acl_check_rcpt
acl_smtp_data = acl_check_data
{main}
begin acl
acl_check_data:
  accept
acl_check_rcpt:
{acl}
  accept domains = voorbeeld.nl
  deny
begin routers
{router}
mailbox:
  driver = accept
  domains = voorbeeld.nl
  transport = mailbox
begin transports
{transport}
mailbox:
  driver = appendfile
  directory = {self.folder}/mail/inbox
  maildir_format
  user = mail
begin retry
* * F,1h,1m
"""
        )


class Dovecot(Program):
    """One mailbox, `beraad` with the password `geheim`. The server of IMAP is Dovecot's, begun for
    each connection; who signs in is ours, because Dovecot's own looks for itself in /usr."""

    def __init__(self):
        super().__init__("dovecot")
        libraries = f"{self.root}/usr/lib/dovecot:{self.root}/{LIBRARIES}"
        home = {"USER": "beraad", "HOME": str(self.folder)}
        self.environment = os.environ | {"LD_LIBRARY_PATH": libraries} | home
        self.settings = self.folder / "dovecot.conf"
        self.settings.write_text(
            f"""
base_dir = {self.folder}
log_path = {self.log}
import_environment = LD_LIBRARY_PATH
mail_location = maildir:{self.folder}/mail
mail_uid = mail
mail_gid = mail
first_valid_uid = 1
ssl = no
"""
        )

    def start(self):
        self.given_to("mail", "mail")
        self.listener = socket.create_server(("127.0.0.1", self.port))
        threading.Thread(target=self.accept, args=[self.listener]).start()
        self.clients = []
        return self

    def accept(self, listener):
        while True:
            try:
                client, _peer = listener.accept()
            except OSError:  # it was closed
                return
            self.clients.append(client)
            threading.Thread(target=self.serve, args=[client]).start()

    def serve(self, client):
        client.sendall(b"* OK [CAPABILITY IMAP4rev1] here\r\n")
        with client, client.makefile("rb", buffering=0) as lines:
            while line := lines.readline():
                tag, command, *words = line.decode().split()
                if command.upper() == "CAPABILITY":
                    client.sendall(f"* CAPABILITY IMAP4rev1\r\n{tag} OK done\r\n".encode())
                elif [word.strip('"') for word in words] == ["beraad", "geheim"]:
                    client.sendall(f"{tag} OK welcome\r\n".encode())
                    self.converse(client)
                    return
                else:
                    client.sendall(f"{tag} NO wrong\r\n".encode())

    def converse(self, client):
        """As root it takes no socket, but pipes."""
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "bufsize": 0}
        with subprocess.Popen(self.command(), env=self.environment, **pipes) as imap:
            threading.Thread(target=self.pass_on, args=[imap.stdout.read, client.sendall]).start()
            self.pass_on(client.recv, imap.stdin.write)

    def pass_on(self, read, write):
        with suppress(OSError, ValueError):  # one end is gone, or closed
            while words := read(2**16):
                write(words)

    def command(self):
        imap = ["-f", "service=imap", "-m", "imap", "-e", self.root / "usr/lib/dovecot/imap"]
        return [self.root / "usr/bin/doveconf", "-c", self.settings, *imap]

    def hang_up(self):
        """On everyone who is connected, as when the machine restarts."""
        for client in self.clients:
            with suppress(OSError):
                client.shutdown(socket.SHUT_RDWR)
        self.clients.clear()

    def stop(self):
        self.listener.shutdown(socket.SHUT_RDWR)
        self.listener.close()
        self.hang_up()
        self.clear_up()

    @property
    def url(self):
        return f"imap://beraad:geheim@127.0.0.1:{self.port}/INBOX"


def said(thread):
    """What was said after the message that the thread began with."""
    return [message.body for message in thread.messages.filter(number__gt=1).order_by("number")]
