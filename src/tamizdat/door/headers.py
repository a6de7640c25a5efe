"""The headers that protect readers and tell caches how long a file is good. docs/decisions/0012 gives the reasons."""

from __future__ import annotations

from tamizdat.door.media_types import may_run_code

CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; media-src 'self'; font-src 'self'; "
    "connect-src 'self'; manifest-src 'self'; worker-src 'self'; frame-src https:; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)
# A document that an editor uploaded may be a page or a drawing with a script in it: here it can do nothing.
UPLOADED_PAGE_POLICY = "default-src 'none'; img-src 'self' data:; style-src 'unsafe-inline'; sandbox"
PERMISSIONS_POLICY = (
    "accelerometer=(), browsing-topics=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), "
    "magnetometer=(), microphone=(), midi=(), payment=(), usb=()"
)
STRICT_TRANSPORT_SECURITY = b"Strict-Transport-Security: max-age=31536000\r\n"

PODCAST_FILES = frozenset({"podcast.xml", "chapters.json", "transcript.html", "transcript.vtt"})
"""Players in a browser fetch them from other sites."""

IMMUTABLE = "public, max-age=31536000, immutable"
ASK_AGAIN = "public, max-age=0, must-revalidate"


def cache_control(file: str) -> str:
    """Files below _/ carry a hash in their name and never change, but for the map; all else may change any moment."""
    hashed = file.startswith("_/") and not file.startswith("_/map/")
    return IMMUTABLE if hashed else ASK_AGAIN


def security_lines(file: str) -> list[str]:
    uploaded_page = file.startswith("_/files/") and may_run_code(file)
    page = file.endswith(".html")
    return [
        f"Content-Security-Policy: {UPLOADED_PAGE_POLICY if uploaded_page else CONTENT_SECURITY_POLICY}",
        "X-Content-Type-Options: nosniff",
        "Referrer-Policy: same-origin",
        f"Permissions-Policy: {PERMISSIONS_POLICY}",
        "Cross-Origin-Opener-Policy: same-origin",
        f"Cross-Origin-Resource-Policy: {'same-origin' if page else 'cross-origin'}",
        *(["Access-Control-Allow-Origin: *"] if file.rpartition("/")[2] in PODCAST_FILES else []),
    ]


def block(lines: list[str]) -> bytes:
    return "".join(f"{line}\r\n" for line in lines).encode("latin-1")
