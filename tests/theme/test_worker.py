"""The service worker's answers to players that ask for a part of a recording that is kept."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest

WORKER = Path(__file__).parents[2] / "src" / "tamizdat" / "theme" / "worker.js"
CALL = """
globalThis.self = { addEventListener() {}, location: { origin: "https://example.org" } };
globalThis.addEventListener = function () {};
const source = require("fs").readFileSync(process.argv[1], "utf-8");
const part = new Function(source + "; return part;")();
(async () => {
  const kept = new Response("0123456789", { headers: { "content-type": "audio/mpeg" } });
  const said = await part(kept, process.argv[2]);
  console.log(JSON.stringify([said.status, said.headers.get("content-range"), await said.text()]));
})();
"""


@pytest.mark.parametrize(
    ("asked", "status", "named", "body"),
    [
        ("bytes=2-4", 206, "bytes 2-4/10", "234"),
        ("bytes=7-", 206, "bytes 7-9/10", "789"),
        ("bytes=7-99", 206, "bytes 7-9/10", "789"),
        ("bytes=-3", 206, "bytes 7-9/10", "789"),
        ("bytes=-99", 206, "bytes 0-9/10", "0123456789"),
        ("bytes=10-", 416, "bytes */10", ""),
        ("bytes=99-100", 416, "bytes */10", ""),
        ("bytes=-0", 416, "bytes */10", ""),
        ("bytes=5-2", 200, None, "0123456789"),
        ("bytes=-", 200, None, "0123456789"),
        ("bytes=0-1,3-4", 200, None, "0123456789"),
        ("", 200, None, "0123456789"),
    ],
)
def test_a_part_of_what_is_kept(asked: str, status: int, named: str | None, body: str) -> None:
    if not shutil.which("node"):
        pytest.skip("no node here: the service worker's ranges are not tested")
    done = subprocess.run(["node", "-e", CALL, WORKER, asked], capture_output=True, text=True, check=True)
    assert json.loads(done.stdout) == [status, named, body]
