"""A Postfix of our own on the loopback, with its own folder, for as long as a test runs; nothing is installed for it.

It takes mail by SMTP, knows a domain of mailboxes, hands a second one to a server that a test scripts, and sends what
comes back there too. It needs Debian's package postfix (installed, or unpacked and named in POSTFIX_DIR) and root,
because Postfix's master gives each of its programs the rights it needs.
"""

import grp
import os
import pwd
import socket
import subprocess
import tempfile
import time
from contextlib import contextmanager, suppress
from pathlib import Path

from tests.smtp_server import ScriptedServer

FOLDER = Path(os.environ.get("POSTFIX_DIR", "/"))
PROGRAMS = FOLDER / "usr/lib/postfix/sbin"
MISSING = (
    "Reports of a real Postfix left out: they need root and Debian's package postfix, installed or unpacked "
    "(apt-get download postfix; dpkg -x postfix_*.deb FOLDER; POSTFIX_DIR=FOLDER)."
)
HERE, ELSEWHERE, NOWHERE = "mailboxes.example", "elsewhere.example", "unreachable.example"
BACK = "bounces.example.org"
LARGEST = 100_000  # bytes of a mail and of a mailbox
QUEUES = ("active", "bounce", "corrupt", "defer", "deferred", "flush", "hold", "incoming", "maildrop")
QUEUES += ("pid", "private", "public", "saved", "trace")
REPLIES = {
    "nobody": "550 5.1.1 <nobody@elsewhere.example>: Recipient address rejected: User unknown",
    "full": "552 5.2.2 <full@elsewhere.example>: Mailbox over quota",
    "plain": "550 no such user here",
    "unwanted": "550 5.7.1 Message rejected due to content restrictions",
    "later": "451 4.3.0 Please come again",
}
"""What the scripted server says to each local part of `elsewhere.example`."""


def is_available() -> bool:
    return (PROGRAMS / "master").exists() and os.geteuid() == 0


class Elsewhere(ScriptedServer):
    """The mail server of everybody else: refuses whom REPLIES names, keeps the rest."""

    def __init__(self):
        super().__init__(self._reply)

    def _reply(self, step: str, _number: int) -> str | None:
        if step != "RCPT":
            return None
        command = next(said for said in reversed(self.commands) if said.upper().startswith("RCPT"))
        return REPLIES.get(command.partition("<")[2].partition("@")[0])


@contextmanager
def running(*, back_to: int, **settings: str):
    """The port of a Postfix that sends reports about our mails to the port `back_to`; `settings` are its own words."""
    port, closed = _free_port(), _free_port()
    with Elsewhere() as elsewhere, tempfile.TemporaryDirectory(prefix="postfix") as name:
        folder = Path(name)
        _write(folder, port, {ELSEWHERE: elsewhere.port, NOWHERE: closed, BACK: back_to}, settings)
        environment = os.environ | {"LD_LIBRARY_PATH": str(FOLDER / "usr/lib/postfix")}
        master = subprocess.Popen(
            [PROGRAMS / "master", "-c", folder / "config", "-s"],
            env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        try:
            _await(port, master, folder / "mail.log")
            yield port
        finally:
            master.terminate()
            master.wait(timeout=10)


def _await(port: int, master: subprocess.Popen, log: Path) -> None:
    until = time.monotonic() + 20
    while time.monotonic() < until and master.poll() is None:
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1) as line:
            if line.recv(100).startswith(b"220"):
                return
        time.sleep(0.1)
    raise RuntimeError("Postfix did not start: " + (log.read_text() if log.exists() else "it wrote no log"))


def _write(folder: Path, port: int, servers: dict[str, int], more: dict[str, str]) -> None:
    owner, drop = _accounts()
    config, queue, state, boxes = (folder / name for name in ("config", "queue", "state", "boxes"))
    for path in (config, state, boxes, *(queue / name for name in QUEUES)):
        path.mkdir(parents=True)
    folder.chmod(0o755)
    for path in (state, *(queue / name for name in QUEUES if name != "pid")):
        os.chown(path, owner.pw_uid, drop if path.name in ("maildrop", "public") else -1)
    nobody = pwd.getpwnam("nobody")
    ways = [f"{domain}=smtp:[127.0.0.1]:{number}" for domain, number in servers.items()]
    (boxes / "full").write_bytes(b"x" * LARGEST)
    for path in (boxes, boxes / "full"):
        os.chown(path, nobody.pw_uid, nobody.pw_gid)
    settings = {
        "compatibility_level": "3.6",
        "queue_directory": queue,
        "data_directory": state,
        "daemon_directory": PROGRAMS,
        "command_directory": FOLDER / "usr/sbin",
        "shlib_directory": FOLDER / "usr/lib/postfix",
        "mail_owner": owner.pw_name,
        "setgid_group": grp.getgrgid(drop).gr_name,
        "default_privs": "nobody",
        "import_environment": "LD_LIBRARY_PATH MAIL_CONFIG MAIL_LOGTAG",
        "maillog_file": folder / "mail.log",
        "maillog_file_prefixes": folder,
        "inet_interfaces": "127.0.0.1",
        "inet_protocols": "ipv4",
        "myhostname": "mx.relay.example",
        "mydestination": "",
        "alias_maps": "",
        "mynetworks": "127.0.0.0/8",
        "smtp_dns_support_level": "disabled",
        "smtp_host_lookup": "native",
        "smtp_tls_security_level": "none",
        "smtp_destination_concurrency_limit": "1",
        "smtpd_reject_unlisted_recipient": "no",
        "virtual_mailbox_domains": HERE,
        "virtual_mailbox_maps": f"inline:{{ full@{HERE}=boxes/full }}",
        "virtual_mailbox_base": folder,
        "virtual_uid_maps": f"static:{nobody.pw_uid}",
        "virtual_gid_maps": f"static:{nobody.pw_gid}",
        "virtual_minimum_uid": "1",
        "virtual_mailbox_limit": LARGEST,
        "message_size_limit": LARGEST,
        "transport_maps": f"inline:{{ {', '.join(ways)} }}",
        "maximal_queue_lifetime": "0",
        "bounce_queue_lifetime": "0",
    }  # fmt: skip
    lines = "".join(f"{name} = {value}\n" for name, value in (settings | more).items())
    (config / "main.cf").write_text(lines)
    (config / "master.cf").write_text(MASTER.format(port=port))


MASTER = """
127.0.0.1:{port} inet n - n - - smtpd
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
flush unix n - n 1000? 0 flush
proxymap unix - - n - - proxymap
smtp unix - - n - - smtp
error unix - - n - - error
retry unix - - n - - error
virtual unix - n n - - virtual
anvil unix - - n - 1 anvil
tlsmgr unix - - n 1000? 1 tlsmgr
scache unix - - n - 1 scache
postlog unix-dgram n - n - 1 postlogd
"""


def _accounts() -> tuple[pwd.struct_passwd, int]:
    """Whom Postfix works as, and the group of its drop: Debian's own, else two that every Debian has."""
    with suppress(KeyError):
        return pwd.getpwnam("postfix"), grp.getgrnam("postdrop").gr_gid
    return pwd.getpwnam("news"), grp.getgrnam("uucp").gr_gid


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]
