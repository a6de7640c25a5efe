"""A real mail server on loopback: Postfix takes mail and bounces it, Dovecot serves the mailboxes. Nothing leaves the machine."""

from __future__ import annotations

import os
import shutil
import smtplib
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from email.message import Message
from mailbox import Maildir, NoSuchMailboxError
from pathlib import Path

import pytest

from tests.door.client import free_port

PASSWORD = "correct-horse"
NEWS, READERS = "news.test", "reader.test"
PATIENCE = 60.0
"""Seconds to wait for what takes one on a quiet machine."""
_MAIN = """
compatibility_level = 3.6
queue_directory = {folder}/queue
data_directory = {folder}/data
maillog_file_prefixes = {folder}
maillog_file = {folder}/postfix.log
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
myhostname = mx.reader.test
mynetworks = 127.0.0.0/8
mydestination =
local_recipient_maps =
disable_dns_lookups = yes
default_transport = error:this server delivers to its own mailboxes only
virtual_mailbox_domains = news.test, reader.test
virtual_mailbox_maps = texthash:{folder}/mailboxes
virtual_mailbox_base = {folder}/boxes
virtual_uid_maps = static:65534
virtual_gid_maps = static:65534
recipient_delimiter = +
smtputf8_enable = yes
smtpd_relay_restrictions = permit_mynetworks, reject
smtpd_reject_unlisted_recipient = no
smtpd_tls_security_level = may
smtpd_tls_chain_files = {folder}/server.pem
smtp_tls_security_level = none
"""
# A recipient that does not exist is found out only after the mail was taken: so there is a bounce, as on the Internet.
_MASTER = """
127.0.0.1:{port} inet n - n - - smtpd
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
tlsmgr unix - - n 1000? 1 tlsmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
verify unix - - n - 1 verify
flush unix n - n 1000? 0 flush
proxymap unix - - n - - proxymap
error unix - - n - - error
retry unix - - n - - error
discard unix - - n - - discard
virtual unix - n n - - virtual
anvil unix - - n - 1 anvil
scache unix - - n - 1 scache
pickup unix n - n 60 1 pickup
postlog unix-dgram n - n - 1 postlogd
"""
_DOVECOT = """
protocols = imap
listen = 127.0.0.1
base_dir = {folder}/dovecot
state_dir = {folder}/dovecot
log_path = {folder}/dovecot.log
ssl = required
ssl_cert = <{folder}/server.pem
ssl_key = <{folder}/server.pem
mail_location = maildir:{folder}/boxes/%n
first_valid_uid = 100
passdb {{
  driver = static
  args = password={password}
}}
userdb {{
  driver = static
  args = uid=65534 gid=65534 home={folder}/boxes/%n
}}
service imap-login {{
  inet_listener imap {{
    port = 0
  }}
  inet_listener imaps {{
    port = {port}
    ssl = yes
  }}
}}
"""


@dataclass(frozen=True)
class MailServer:
    """`smtp` and `imap` are ports on 127.0.0.1. The mailboxes are news@news.test, anna@ and boris@reader.test."""

    folder: Path
    smtp: int
    imap: int

    @property
    def incoming(self) -> str:
        """The setting mail.incoming of the newsroom's mailbox."""
        return f"imaps://news:{PASSWORD}@127.0.0.1:{self.imap}/INBOX"

    def send(self, sender: str, recipient: str, data: bytes) -> None:
        with smtplib.SMTP("127.0.0.1", self.smtp, timeout=PATIENCE) as smtp:
            smtp.sendmail(sender, [recipient], data)

    def mail_of(self, name: str, number: int) -> list[Message]:
        """What lies in a mailbox, once there are `number` messages in all."""
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            with suppress(OSError, NoSuchMailboxError):  # made with its first message
                box = Maildir(self.folder / "boxes" / name, create=False)
                if len(box) >= number:
                    return list(box)
            time.sleep(0.1)
        raise AssertionError(f"{name} has not got {number} messages.\n{self._log()}")

    def _log(self) -> str:
        return "\n".join(
            path.read_text(errors="replace")[-3000:] for path in self.folder.glob("*.log") if path.is_file()
        )


@contextmanager
def mail_server() -> Iterator[MailServer]:
    """Skips the test where Postfix or Dovecot is not there, or cannot be started."""
    programs = [
        shutil.which(name, path=f"{os.environ['PATH']}:/usr/sbin") for name in ("postfix", "dovecot", "openssl")
    ]
    if not all(programs):
        pytest.skip(
            "no Postfix or no Dovecot here: letters are NOT tested with them (apt install postfix dovecot-imapd)"
        )
    if os.geteuid() != 0:
        pytest.skip("letters are NOT tested with Postfix and Dovecot: they can only be started by root")
    folder = Path(tempfile.mkdtemp(prefix="mail-"))
    folder.chmod(0o755)
    server = MailServer(folder=folder, smtp=free_port(), imap=free_port())
    postfix, dovecot, openssl = (str(program) for program in programs)
    try:
        _write(server, openssl)
        started = subprocess.run([postfix, "-c", folder / "postfix", "start"], capture_output=True, timeout=PATIENCE)
        if started.returncode:
            pytest.skip(
                f"letters are NOT tested with Postfix: it does not start here. {started.stderr.decode()[-300:]}"
            )
        imap = subprocess.Popen([dovecot, "-F", "-c", folder / "dovecot.conf"])
        try:
            _wait_for(server)
            yield server
        finally:
            imap.terminate()
            imap.wait(PATIENCE)
            subprocess.run([postfix, "-c", folder / "postfix", "stop"], capture_output=True, timeout=PATIENCE)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _write(server: MailServer, openssl: str) -> None:
    folder = server.folder
    for name in ("postfix", "queue", "data", "boxes", "dovecot"):
        (folder / name).mkdir(mode=0o755)
    shutil.chown(folder / "data", "postfix")
    os.chown(folder / "boxes", 65534, 65534)
    (folder / "postfix" / "main.cf").write_text(_MAIN.format(folder=folder))
    (folder / "postfix" / "master.cf").write_text(_MASTER.format(port=server.smtp))
    (folder / "dovecot.conf").write_text(_DOVECOT.format(folder=folder, port=server.imap, password=PASSWORD))
    (folder / "mailboxes").write_text("news@news.test news/\nanna@reader.test anna/\nboris@reader.test boris/\n")
    certificate, key = folder / "certificate", folder / "key"
    subject = ["-subj", "/CN=mx.reader.test", "-days", "2"]
    subprocess.run(
        [openssl, "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", key, "-out", certificate, *subject],
        check=True,
        capture_output=True,
    )
    (folder / "server.pem").write_bytes(key.read_bytes() + certificate.read_bytes())
    (folder / "server.pem").chmod(0o600)


def _wait_for(server: MailServer) -> None:
    until = time.monotonic() + PATIENCE
    while True:
        try:
            with smtplib.SMTP("127.0.0.1", server.smtp, timeout=5) as smtp:
                smtp.noop()
            return
        except OSError:
            if time.monotonic() > until:
                raise
            time.sleep(0.1)
