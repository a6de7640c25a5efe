"""The public process beside nginx: one article of 30 KB as brotli, 64 connections, the same files, in the same run.

nginx has no brotli of its own in Debian: it sends the very .br bytes as a static file under Content-Encoding: br, with
sendfile, which is the least work any server can have. Load goes over loopback from wrk; rounds are interleaved, so that
whatever else the machine does falls on both. Memory is the PSS of the whole process tree, idle, over all the files.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import re
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

import brotli

CONNECTIONS = 64
LEAST_SHARE, MOST_P99, MOST_MEMORY = 0.5, 3.0, 80 * 1024
WARM_UP = "1s"
LINKED = 30_000  # names for one file; file systems allow some 65,000
ARTICLE = "/en/2026/11/story-1/"
WORDS = [
    "market",
    "minister",
    "river",
    "border",
    "letter",
    "court",
    "factory",
    "winter",
    "railway",
    "treaty",
    "harvest",
    "witness",
    "archive",
    "quarter",
]

NGINX = """
worker_processes {processes}; daemon off; pid {folder}/nginx.pid; error_log {folder}/error.log;
events {{ worker_connections 1024; }}
http {{
  access_log off; sendfile on; tcp_nopush on; keepalive_requests 1000000000; open_file_cache off;
  client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/fastcgi;
  uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
  types {{ }} default_type "text/html; charset=utf-8";
  server {{
    listen 127.0.0.1:{port}; root {public};
    location / {{ rewrite ^(.*)/$ $1/index.html.br break; add_header Content-Encoding br; add_header Vary Accept-Encoding; }}
  }}
}}
"""


@dataclass(frozen=True, kw_only=True)
class Round:
    per_second: float
    p99_ms: float


@dataclass(frozen=True, kw_only=True)
class Result:
    articles: int
    processes: int
    door: Round  # medians over the rounds
    nginx: Round
    door_memory_kib: int
    nginx_memory_kib: int
    first_answer_ms: float  # from the start of the process

    @property
    def share(self) -> float:
        return self.door.per_second / self.nginx.per_second

    @property
    def p99_ratio(self) -> float:
        return self.door.p99_ms / self.nginx.p99_ms

    @property
    def missed(self) -> list[str]:
        bars = {
            f"at least {LEAST_SHARE} of nginx's requests per second": self.share >= LEAST_SHARE,
            f"p99 at most {MOST_P99} times nginx's": self.p99_ratio <= MOST_P99,
            f"at most {MOST_MEMORY // 1024} MiB idle": self.door_memory_kib <= MOST_MEMORY,
        }
        return [bar for bar, reached in bars.items() if not reached]


def run(articles: int, *, processes: int = 1, rounds: int = 5, seconds: int = 4) -> Result:
    with tempfile.TemporaryDirectory(prefix="tamizdat-serve-") as name:
        folder = Path(name)
        folder.chmod(0o755)  # nginx reads as its own user
        public = folder / "public"
        _write_edition(public, articles)
        conf, port, peer = folder / "nginx.conf", free_port(), free_port()
        conf.write_text(NGINX.format(processes=processes, folder=folder, port=peer, public=public))
        door = [sys.executable, "-m", "tamizdat.door", str(public), f"--port={port}", f"--processes={processes}"]
        with started(["nginx", "-c", str(conf)], peer) as (nginx_pid, _), started(door, port) as (door_pid, waited):
            time.sleep(1)
            door_memory, nginx_memory = pss(door_pid), pss(nginx_pid)
            taken: dict[int, list[Round]] = {port: [], peer: []}
            for each in (port, peer):
                _load(each, WARM_UP)
            for _ in range(rounds):
                for each in (peer, port):
                    taken[each].append(_load(each, f"{seconds}s"))
        return Result(
            articles=articles,
            processes=processes,
            door=_median(taken[port]),
            nginx=_median(taken[peer]),
            door_memory_kib=door_memory,
            nginx_memory_kib=nginx_memory,
            first_answer_ms=waited * 1000,
        )


def _write_edition(public: Path, articles: int) -> None:
    """As many stories as asked for. Their bytes are shared on disk by hard links: only the first is read under load."""
    chosen = random.Random(7)
    paragraphs = [" ".join(chosen.choices(WORDS, k=70)) + f" {chosen.random()}." for _ in range(60)]
    html = "<!doctype html><title>Story</title>" + "".join(f"<p>{text}</p>\n" for text in paragraphs)
    html = html[:30_000]
    packed = brotli.compress(html.encode(), quality=5)
    for number in range(1, articles + 1):
        story = public / f"en/2026/11/story-{number}"
        story.mkdir(parents=True)
        for name, data in (("index.html.br", packed), ("index.html", html.encode())):
            if number % LINKED == 1:
                first = story
                (story / name).write_bytes(data)
            else:
                os.link(first / name, story / name)


@contextmanager
def started(command: list[str], port: int, path: str = ARTICLE) -> Iterator[tuple[int, float]]:
    """The process's id, and how long it took to answer."""
    began = time.monotonic()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    try:
        while not _answers(port, path):
            if process.poll() is not None or time.monotonic() - began > 30:
                raise SystemExit(f"{command[0]} did not start on port {port}: see what it wrote above.")
            time.sleep(0.005)
        yield process.pid, time.monotonic() - began
    finally:
        process.terminate()
        process.wait(20)


def _answers(port: int, path: str) -> bool:
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=5) as client:
            client.sendall(f"GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".encode())
            return client.recv(15).startswith(b"HTTP/1.1 200")
    except OSError:
        return False


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _load(port: int, duration: str) -> Round:
    return loaded(f"http://127.0.0.1:{port}{ARTICLE}", CONNECTIONS, duration, "-HAccept-Encoding: gzip, br")


def loaded(address: str, connections: int, duration: str, *options: str) -> Round:
    """What wrk measures. Ends the benchmark unless every request is answered with 200."""
    command = ["wrk", "-t1", f"-c{connections}", f"-d{duration}", "--latency", *options, address]
    told = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    if "Non-2xx" in told or "Socket errors" in told:
        raise SystemExit(f"Not every request to {address} was answered with 200:\n{told}")
    rate, p99 = re.search(r"Requests/sec:\s+([\d.]+)", told), re.search(r"99%\s+([\d.]+)(us|ms|s)", told)
    if rate is None or p99 is None:
        raise SystemExit(f"wrk wrote what is not understood:\n{told}")
    return Round(per_second=float(rate[1]), p99_ms=float(p99[1]) * {"us": 0.001, "ms": 1, "s": 1000}[p99[2]])


def _median(rounds: list[Round]) -> Round:
    return Round(
        per_second=statistics.median(each.per_second for each in rounds),
        p99_ms=statistics.median(each.p99_ms for each in rounds),
    )


def pss(pid: int) -> int:
    """KiB of a process and all below it."""
    found = re.search(r"^Pss:\s+(\d+)", Path(f"/proc/{pid}/smaps_rollup").read_text(), re.MULTILINE)
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return (int(found[1]) if found else 0) + sum(pss(int(child)) for child in children)


def table(result: Result) -> str:
    rows = [
        ("", "door", "nginx", "ratio", "must reach"),
        (
            "requests per second",
            f"{result.door.per_second:,.0f}",
            f"{result.nginx.per_second:,.0f}",
            f"{result.share:.2f}",
            f">= {LEAST_SHARE}",
        ),
        (
            "p99, ms",
            f"{result.door.p99_ms:.2f}",
            f"{result.nginx.p99_ms:.2f}",
            f"{result.p99_ratio:.2f}",
            f"<= {MOST_P99}",
        ),
        (
            "idle, MiB of PSS",
            f"{result.door_memory_kib / 1024:.1f}",
            f"{result.nginx_memory_kib / 1024:.1f}",
            "",
            f"<= {MOST_MEMORY // 1024}",
        ),
    ]
    head = (
        f"Serving one article as brotli: {CONNECTIONS} connections, {result.articles:,} articles, worker processes: "
        f"{result.processes} each. First answer {result.first_answer_ms:.0f} ms after the start."
    )
    return "\n".join([head, *("  ".join(f"{cell:>20}" for cell in row) for row in rows)])


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.serve", description=__doc__)
    parser.add_argument("--articles", type=int, default=int(os.environ.get("N", "100000")))
    parser.add_argument("--processes", type=int, default=1)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    for needed in ("nginx", "wrk"):
        if shutil.which(needed) is None:
            print(f"This benchmark needs {needed}: install Debian's package {needed}.", file=sys.stderr)
            return 1
    result = run(given.articles, processes=given.processes, rounds=given.rounds)
    print(json.dumps(asdict(result) | {"missed": result.missed}) if given.json else table(result))
    for bar in result.missed:
        print(f"Missed: {bar}.", file=sys.stderr)
    return 1 if result.missed else 0


if __name__ == "__main__":
    sys.exit(main())
