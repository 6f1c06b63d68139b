"""A driver of our own: keep-alive clients that do nothing but ask, so that little of the machine goes to asking."""

import socket
import statistics
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class Figures:
    """`rate` requests a second, `p50` and `p99` milliseconds, `cpu` milliseconds of server and database each."""

    rate: float
    p50: float
    p99: float
    cpu: float
    statuses: Counter

    def __str__(self) -> str:
        times = f"p50 {self.p50:7.1f} ms  p99 {self.p99:7.1f} ms  cpu {self.cpu:6.2f} ms"
        return f"{self.rate:8.1f}/s  {times}  {dict(self.statuses)}"


def get(path: str, **headers: str) -> bytes:
    lines = [
        f"GET {path} HTTP/1.1",
        "Host: 127.0.0.1",
        *(f"{k.replace('_', '-')}: {v}" for k, v in headers.items()),
    ]
    return "\r\n".join([*lines, "", ""]).encode()


def post(path: str, body: bytes, kind: str, **headers: str) -> bytes:
    lines = [
        f"POST {path} HTTP/1.1",
        "Host: 127.0.0.1",
        f"Content-Type: {kind}",
        f"Content-Length: {len(body)}",
    ]
    lines += [f"{k.replace('_', '-')}: {v}" for k, v in headers.items()]
    return "\r\n".join([*lines, "", ""]).encode() + body


def measure(
    port: int, requests: Callable[[int], Iterator[bytes]], *, clients: int, seconds: float, processor
) -> Figures:
    """Let `clients` ask for `seconds`; client n sends what requests(n) gives, one after another."""
    times: list[float] = []
    statuses: Counter = Counter()
    lock, until = threading.Lock(), time.perf_counter() + seconds

    def ask(number: int) -> None:
        own, seen = [], Counter()
        with socket.create_connection(("127.0.0.1", port)) as line:
            line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            for request in requests(number):
                start = time.perf_counter()
                if start > until:
                    break
                line.sendall(request)
                seen[_answer(line)] += 1
                own.append(time.perf_counter() - start)
        with lock:
            times.extend(own)
            statuses.update(seen)

    before, start = processor(), time.perf_counter()
    threads = [threading.Thread(target=ask, args=(number,)) for number in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    spent, passed = processor() - before, time.perf_counter() - start
    ordered = sorted(times)
    return Figures(
        rate=len(times) / passed,
        p50=statistics.median(ordered) * 1000,
        p99=ordered[int(len(ordered) * 0.99) - 1] * 1000,
        cpu=spent / len(times) * 1000,
        statuses=statuses,
    )


def _answer(line: socket.socket) -> int:
    """Read one answer to its last byte and return its status."""
    data = b""
    while b"\r\n\r\n" not in data:
        data += _more(line)
    head, _gap, body = data.partition(b"\r\n\r\n")
    lowered, missing = head.lower(), 0
    if b"\r\ncontent-length:" in lowered:
        size = int(lowered.split(b"\r\ncontent-length:")[1].split(b"\r\n")[0])
        missing = size - len(body)
    elif b"transfer-encoding: chunked" in lowered:
        while not body.endswith(b"0\r\n\r\n"):
            body += _more(line)
    while missing > 0:
        missing -= len(_more(line))
    return int(head.split(b" ", 2)[1])


def _more(line: socket.socket) -> bytes:
    data = line.recv(1 << 20)
    if not data:
        raise ConnectionError("The server closed the line.")
    return data
