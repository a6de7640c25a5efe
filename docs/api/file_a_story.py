"""File a story from the field: a text file, and a picture if there is one, become a draft that waits for approval.

    TAMIZDAT_DESK=https://example.org/desk TAMIZDAT_TOKEN=wagtail_… python file_a_story.py story.txt [picture.jpg]

The first line of the text is the headline; empty lines part the paragraphs. Needs nothing but Python 3.11. On a bad line it
tries again; the story is not made twice, for its id is the hash of its text.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
import time
import uuid
from pathlib import Path
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen

LANGUAGE = os.environ.get("TAMIZDAT_LANGUAGE", "en")
TRIES = 5


def ask(address: str, body: bytes, content_type: str = "application/json") -> dict[str, Any]:
    """Send it, and again after a pause where the line broke. Ends the program with the desk's own words where it refuses."""
    url = f"{os.environ['TAMIZDAT_DESK'].rstrip('/')}/api/v1/{address}"
    headers = {"Authorization": f"Bearer {os.environ['TAMIZDAT_TOKEN']}", "Content-Type": content_type}
    for attempt in range(1, TRIES + 1):
        try:
            with urlopen(Request(url, body, headers), timeout=60) as answer:
                found: dict[str, Any] = json.load(answer)
                return found
        except HTTPError as error:
            if error.code < 500 and error.code != 429:
                told = json.load(error)["errors"]
                sys.exit("\n".join(f"{one['where']}: {one['message']}" for one in told))
        except (URLError, TimeoutError, ConnectionError) as error:
            print(f"Try {attempt} of {TRIES}: {error}", file=sys.stderr)
        time.sleep(2**attempt)
    sys.exit("The desk cannot be reached. Nothing is lost: run the same command again.")


def upload(picture: Path) -> int:
    """The number of the picture in the library."""
    boundary = uuid.uuid4().hex
    head = f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="picture{picture.suffix}"\r\n\r\n'
    body = head.encode() + picture.read_bytes() + f"\r\n--{boundary}--\r\n".encode()
    return int(ask("pictures/", body, f"multipart/form-data; boundary={boundary}")["number"])


def main() -> None:
    text = Path(sys.argv[1]).read_text(encoding="utf-8").strip()
    headline, _, body = text.partition("\n")
    story: dict[str, Any] = {"language": LANGUAGE, "headline": headline.strip(), "body": body.strip()}
    story["id"] = hashlib.sha256(text.encode()).hexdigest()
    if len(sys.argv) > 2:
        story["lead_picture"] = upload(Path(sys.argv[2]))
    filed = ask("stories/", json.dumps(story).encode())
    print(f"Filed as story {filed['number']}.")
    ask(f"stories/{filed['number']}/submit/", b"{}")
    print("It waits for approval.")


if __name__ == "__main__":
    main()
