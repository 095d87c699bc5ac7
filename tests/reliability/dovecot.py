"""A real IMAP server for one test: Dovecot from Debian's package, on 127.0.0.1, in a folder of its own."""

import contextlib
import imaplib
import os
import pwd
import shutil
import subprocess
import tempfile
import time
from pathlib import Path

from tools.suite import server

PROGRAM = "/usr/sbin/dovecot"
USER, PASSWORD = "service-client", "Boite-aux-lettres-3!"
# Started by root, Dovecot wants an unprivileged owner of the mail and its own users; else everything is ours.
AS_ROOT = """
default_internal_user = dovecot
default_login_user = dovenull
mail_uid = nobody
mail_gid = nogroup
first_valid_uid = 1
"""
AS_ONESELF = """
default_internal_user = {me}
default_login_user = {me}
default_internal_group = {group}
mail_uid = {uid}
mail_gid = {gid}
first_valid_uid = 1
service imap-login {{
  chroot =
}}
service anvil {{
  chroot =
}}
"""
CONFIG = """
base_dir = {folder}/run
state_dir = {folder}/state
log_path = {folder}/dovecot.log
protocols = imap
listen = 127.0.0.1
ssl = no
disable_plaintext_auth = no
mail_location = maildir:{folder}/mail
mail_fsync = never
service imap-login {{
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = 0
  }}
}}
passdb {{
  driver = static
  args = password={password}
}}
userdb {{
  driver = static
  args = home={folder}/home
}}
{identity}
"""


class Dovecot:
    """The server, and what a postman does with its one mailbox. Use as a context manager."""

    def __init__(self):
        self.port = server.free_port()
        # Sockets have short names only (107 bytes), and root's own folders are closed to the mail's owner.
        self.folder = Path(tempfile.mkdtemp(prefix="imap-", dir="/tmp"))
        self.process = None

    def __enter__(self):
        self.folder.chmod(0o755)
        for name in ("run", "state", "home", "mail"):
            (self.folder / name).mkdir()
        if os.geteuid() == 0:
            owner = pwd.getpwnam("nobody")
            for name in ("home", "mail"):
                os.chown(self.folder / name, owner.pw_uid, owner.pw_gid)
        config = self.folder / "dovecot.conf"
        config.write_text(
            CONFIG.format(folder=self.folder, port=self.port, password=PASSWORD, identity=self._identity())
        )
        self.process = subprocess.Popen([PROGRAM, "-F", "-c", str(config)], stderr=subprocess.PIPE, text=True)
        self._wait_ready()
        return self

    def __exit__(self, *_exc):
        self.process.terminate()
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)

    @staticmethod
    def _identity():
        if os.geteuid() == 0:
            return AS_ROOT
        me = pwd.getpwuid(os.getuid())
        return AS_ONESELF.format(me=me.pw_name, group=me.pw_name, uid=me.pw_uid, gid=me.pw_gid)

    def _wait_ready(self):
        deadline = time.monotonic() + 15
        while time.monotonic() < deadline:
            if self.process.poll() is not None:
                raise RuntimeError(f"Dovecot stopped: {self.process.stderr.read()}")
            with contextlib.suppress(OSError, imaplib.IMAP4.error), self.session():
                return
            time.sleep(0.1)
        log = self.folder / "dovecot.log"
        raise RuntimeError(f"Dovecot does not answer: {log.read_text() if log.exists() else ''}")

    @contextlib.contextmanager
    def session(self):
        """A session of the mailbox's owner, in the inbox."""
        connection = imaplib.IMAP4("127.0.0.1", self.port, timeout=20)
        connection.login(USER, PASSWORD)
        connection.select()
        try:
            yield connection
        finally:
            with contextlib.suppress(imaplib.IMAP4.error, OSError):
                connection.logout()

    def deposit(self, raw):
        """Put a message into the mailbox by IMAP, as a mail server behind it would."""
        with self.session() as connection:
            status, answer = connection.append("INBOX", "", None, raw)
            assert status == "OK", answer

    def unseen(self):
        """UIDs of the messages that nobody has ticked off, as numbers."""
        with self.session() as connection:
            _status, data = connection.uid("SEARCH", "UNSEEN")
            return [int(uid) for uid in data[0].split()]

    def count(self):
        """Number of messages in the mailbox."""
        with self.session() as connection:
            _status, data = connection.uid("SEARCH", "ALL")
            return len(data[0].split())
