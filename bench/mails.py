"""python -m bench.mails: the whole way of a newsletter (claim, build, send, journal, mark) beside Postfix's generator.

Mails of 20 kB go into smtp-sink, in turn from smtp-source with one session and from our workers; each of ours is
divided by the mean of the two of smtp-source just before and just after, and the median of all pairs counts. Machines
change their mind within seconds, so single pairs mean little.
"""

import argparse
import json
import os
import resource
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager

PG = "postgres://postgres@127.0.0.1:5432"
SIZE = 20_000
MISSING = (
    "smtp-sink and smtp-source were not found, so sending is not measured. They are in Debian's package postfix, which "
    "need not be installed: apt-get download postfix && dpkg -x postfix_*.deb folder; POSTFIX_DIR=folder make bench."
)


def main() -> None:
    options = _options()
    if options.serve:
        _serve()
    elif not (_tool("smtp-sink") and _tool("smtp-source")):
        print(MISSING)
    else:
        with tempfile.TemporaryDirectory() as folder, _sink() as port:
            print(
                f"\nMails of {SIZE // 1000} kB: ours beside smtp-source with one session; load {os.getloadavg()[0]:.1f}"
            )
            for label, url, workers in _houses(folder):
                with _house(url, port, folder) as ask:
                    _compare(label, ask, port, workers, options)


def _options():
    parser = argparse.ArgumentParser(prog="bench.mails", description="Measure sending on this machine.")
    parser.add_argument("--mails", type=int, default=6000, help="in each run")
    parser.add_argument("--pairs", type=int, default=7)
    parser.add_argument(
        "--many", type=int, default=0, help="send this many at the end, to see the memory (100000)"
    )
    parser.add_argument("--serve", action="store_true", help=argparse.SUPPRESS)
    return parser.parse_args()


def _compare(label: str, ask, port: int, workers: int, options) -> None:
    ratios, before = [], _source(port, options.mails)
    for _pair in range(options.pairs):
        ask({"fill": options.mails})
        ours = ask({"drain": workers})
        after = _source(port, options.mails)
        rate = options.mails / ours["seconds"]
        ratios.append(rate / ((before + after) / 2))
        print(f"{label}: {rate:7.0f}/s, smtp-source {before:.0f} and {after:.0f}/s, {ratios[-1]:.2f}")
        before = after
    cpu = ours["cpu"] / options.mails * 1e6
    median, span = statistics.median(ratios), f"{min(ratios):.2f} to {max(ratios):.2f}"
    print(f"{label}: median {median:.2f} of smtp-source ({span}), {cpu:.0f} µs of our processes a mail")
    if options.many:
        ask({"fill": options.many})
        many = ask({"drain": workers})
        print(
            f"{label}: {options.many} mails in {many['seconds']:.1f} s, {options.many / many['seconds']:.0f}/s; "
            f"memory {ours['memory']:.0f} MB after {options.mails}, {many['memory']:.0f} MB after {options.many}"
        )


def _houses(folder: str):
    yield "SQLite, 1 worker", f"sqlite:///{folder}/mails.sqlite3", 1
    try:
        socket.create_connection(("127.0.0.1", 5432), timeout=1).close()
    except OSError:
        print("PostgreSQL does not answer on 127.0.0.1:5432.")
        return
    name = f"treffwerk_mails_{os.getpid()}"
    _sql(f'CREATE DATABASE "{name}"')
    try:
        yield "PostgreSQL, 2 workers", f"{PG}/{name}", 2
    finally:
        _sql(f'DROP DATABASE "{name}" WITH (FORCE)')


def _sql(statement: str) -> None:
    import psycopg

    with psycopg.connect(f"{PG}/postgres", autocommit=True) as server:
        server.execute(statement)


# --- Postfix's tools --------------------------------------------------------------------------------------


def _tool(name: str) -> str | None:
    folder = os.environ.get("POSTFIX_DIR", "")
    return shutil.which(name, path=f"{folder}/usr/sbin:{os.environ['PATH']}:/usr/sbin")


def _libraries() -> dict[str, str]:
    return os.environ | {"LD_LIBRARY_PATH": f"{os.environ.get('POSTFIX_DIR', '')}/usr/lib/postfix"}


@contextmanager
def _sink():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    user = ["-u", "nobody"] if os.getuid() == 0 else []
    sink = subprocess.Popen(
        [_tool("smtp-sink"), *user, "-4", "-m", "100", f"127.0.0.1:{port}", "200"], env=_libraries()
    )
    time.sleep(0.5)
    try:
        yield port
    finally:
        sink.kill()
        sink.wait()


def _source(port: int, mails: int) -> float:
    """Mails a second of smtp-source, one session, one connection."""
    where = ["-f", "b@sender.example", "-t", "m@reader.example", f"127.0.0.1:{port}"]
    start = time.perf_counter()
    subprocess.run(
        [_tool("smtp-source"), "-4", "-d", "-s", "1", "-l", str(SIZE), "-m", str(mails), *where],
        env=_libraries(), check=True,
    )  # fmt: skip
    return mails / (time.perf_counter() - start)


# --- The house, in a process of its own -------------------------------------------------------------------


@contextmanager
def _house(url: str, port: int, folder: str):
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "bench.settings",
        "MPI_DATABASE_URL": url,
        "MPI_EMAIL_URL": f"smtp://127.0.0.1:{port}",
        "MPI_MAIL_SPOOL": f"{folder}/spool",
        "MPI_DATA_DIR": folder,
    }
    program = subprocess.Popen(
        [sys.executable, "-m", "bench.mails", "--serve"],
        env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip

    def ask(order: dict) -> dict:
        program.stdin.write(json.dumps(order) + "\n")
        program.stdin.flush()
        return json.loads(program.stdout.readline())

    try:
        yield ask
    finally:
        program.stdin.close()
        program.wait()


def _serve() -> None:
    """Fork a process for each order: this one has no connection to the database that a fork could spoil."""
    import django

    django.setup()
    from django.urls import reverse

    from notifications.services.delivery import drain

    reverse("home")  # a worker that has run for a while has read all addresses
    _await(_forked(_prepare))
    for line in sys.stdin:
        order, start = json.loads(line), time.perf_counter()
        if "fill" in order:
            _await(_forked(lambda order=order: _fill(order["fill"])))
            answer = {}
        else:
            usages = [
                _await(pid) for pid in [_forked(lambda: drain.drain(3600)) for _n in range(order["drain"])]
            ]
            answer = {
                "seconds": time.perf_counter() - start,
                "cpu": sum(usage.ru_utime + usage.ru_stime for usage in usages),
                "memory": max(usage.ru_maxrss for usage in usages) / 1024,
            }
        print(json.dumps(answer), flush=True)


def _forked(work) -> int:
    if pid := os.fork():
        return pid
    code = 1
    try:
        work()
        code = 0
    finally:
        sys.stderr.flush()
        os._exit(code)


def _await(pid: int) -> resource.struct_rusage:
    _pid, status, usage = os.wait4(pid, 0)
    if status:
        os.kill(os.getpid(), signal.SIGTERM)
    return usage


def _prepare() -> None:
    from django.core.management import call_command

    call_command("migrate", verbosity=0)


def _fill(mails: int) -> None:
    """Owe a newsletter to that many readers."""
    from django.db import connection

    from notifications.enums import SubscriptionState
    from notifications.models import Message, Subscription
    from notifications.services import outbox
    from notifications.services.compiled import compile_mail

    Message.objects.all()._raw_delete(using="default")
    known = Subscription.objects.count()
    Subscription.objects.bulk_create(
        [
            Subscription(
                email=f"r{n}@reader.example",
                email_key=f"r{n}@reader.example",
                state=SubscriptionState.CONFIRMED,
            )
            for n in range(known, mails)
        ],
        batch_size=1000,
    )
    compiled = compile_mail("de", _letter(), headers={"List-Id": "<news.reader.example>"})
    readers = Subscription.objects.order_by("pk")[:mails].iterator(chunk_size=1000)
    outbox.queue_many("newsletter", compiled, readers, key=f"bench:{compiled.pk}")
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _letter():
    """About 20 kB as they go over the line, with the reader's own link in both parts."""
    from notifications.services.letter import Letter
    from notifications.services.marks import Marks

    leave = Marks()["newsletter_unsubscribe"]
    paragraph = (
        "<p>Berliner Betriebe zeigen, was sie im ersten Jahr gelernt haben: Zahlen, Verträge, Fehler.</p>\n"
    )
    text = (
        "Guten Tag,\n\n" + "Berliner Betriebe zeigen, was sie gelernt haben.\n" * 40 + f"Abmelden: {leave}\n"
    )
    return Letter("Neues aus dem Netzwerk", text, paragraph * 155 + f'<a href="{leave}">Abmelden</a>')


if __name__ == "__main__":
    main()
