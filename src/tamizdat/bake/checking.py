"""Is the edition whole? Files that are missing, files that nothing claims, links that lead nowhere; and, in depth, whether
every file holds what a bake would write now."""

from __future__ import annotations

import html
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

import brotli

from tamizdat.bake.baker import SLICE, Baker
from tamizdat.bake.products import File, Product
from tamizdat.bake.tree import wants_sidecar
from tamizdat.kit.keys import Key

_TEXT = re.compile(
    rb"<!--.*?-->|<!\[CDATA\[.*?\]\]>|<(script|style|textarea|title|template)\b[^>]*>.*?</\1\s*>",
    re.DOTALL | re.IGNORECASE,
)
"""Parts in which a tag is text that is shown, or none at all."""
_TAG = re.compile(rb"""<[a-z][^\s>/]*((?:"[^"]*"|'[^']*'|[^'">])*)>""", re.IGNORECASE)
_LINK = re.compile(rb'(?:^|\s)(?:href|src|poster|data-src)="(/[^"]*)"')
_SET = re.compile(rb'(?:^|\s)srcset="([^"]*)"')
_LOC = re.compile(rb"<loc>([^<]*)</loc>")
OUTSIDE = ("/desk/", "/api/")
"""Addresses that other processes answer."""


@dataclass(frozen=True, kw_only=True)
class Problem:
    """A fault of the edition: where, what, and what to do about it."""

    path: str
    what: str
    todo: str


def check(baker: Baker, *, deep: bool) -> list[Problem]:
    """Read the whole tree; changes nothing."""
    found = [*_claimed_twice(baker), *_missing(baker), *_unclaimed(baker), *_dead_links(baker.tree.root)]
    for name, page, why, _ in baker.graph.queue.failures():
        found.append(
            Problem(path=page or name, what=f"could not be baked: {why}", todo="Mend it at the desk and publish again")
        )
    if deep:
        found += _different(baker)
    return found


def _claimed_twice(baker: Baker) -> Iterator[Problem]:
    for path, targets in baker.graph.claimed_twice():
        labels = " and ".join(targets)
        yield Problem(path=path, what=f"is claimed by {labels}", todo="Change the address of one of them")


def _missing(baker: Baker) -> Iterator[Problem]:
    for path in baker.graph.paths():
        if not os.path.exists(baker.tree.path(path)):
            yield Problem(path=path, what="is missing", todo="Run `tamizdat bake --full`")


def _unclaimed(baker: Baker) -> Iterator[Problem]:
    for path in baker.unclaimed():
        if baker.graph.will_be_removed(path.removesuffix(".br")):
            continue
        yield Problem(path=path, what="belongs to no page", todo="Run `tamizdat bake --full`, which removes it")


def _dead_links(root: Path) -> Iterator[Problem]:
    known: dict[str, bool] = {}
    for folder, _, names in os.walk(root):
        for name in names:
            if not name.endswith((".html", ".xml")):
                continue
            try:
                data = Path(folder, name).read_bytes()
            except FileNotFoundError:
                continue  # the worker removed it meanwhile
            links = _links(data)
            links |= {urlsplit(link.decode()).path.encode() for link in _LOC.findall(data)}
            for link in sorted(links):
                address = unquote(html.unescape(link.decode())).split("#")[0].split("?")[0]
                if not address.startswith("/") or address.startswith(("//", *OUTSIDE)):
                    continue
                if address not in known:
                    known[address] = _stands(root, address)
                if not known[address]:
                    path = os.path.relpath(os.path.join(folder, name), root)
                    yield Problem(
                        path=path, what=f"links to {address}, which is not there", todo="Mend the link, or bake again"
                    )


def _links(data: bytes) -> set[bytes]:
    """The local addresses in the attributes of a page's tags; of a tag that is written in the text, none."""
    attributes = b"\n".join(_TAG.findall(_TEXT.sub(_opening_tag, data)))
    sets = {part.split()[0] for value in _SET.findall(attributes) for part in value.split(b",") if part.split()}
    return set(_LINK.findall(attributes)) | {link for link in sets if link.startswith(b"/")}


def _opening_tag(text: re.Match[bytes]) -> bytes:
    """Of an element whose content is text, such as a script's; nothing of a comment."""
    return b"" if text[1] is None else text[0][: text[0].find(b">") + 1]


def _stands(root: Path, address: str) -> bool:
    path = root / address.lstrip("/")
    return path.is_file() or (path / "index.html").is_file()


def _different(baker: Baker) -> Iterator[Problem]:
    for product in baker.policy.products.values():
        batch: list[Key] = []
        for target in product.all():
            batch.append(target)
            if len(batch) == SLICE:
                yield from _compared(baker, product, batch)
                batch = []
        yield from _compared(baker, product, batch)


def _compared(baker: Baker, product: Product, targets: list[Key]) -> Iterator[Problem]:
    todo = "Run `tamizdat bake --full`, and report it: an incremental bake must give what a full one gives"
    for artifact in product.bake(targets) if targets else ():
        problems = list(_compared_files(baker, artifact.files, todo))
        # What waits to be baked, such as what has low priority, is as it was on purpose.
        if problems and not baker.graph.queue.holds(artifact.target):
            yield from problems


def _compared_files(baker: Baker, files: tuple[File, ...], todo: str) -> Iterator[Problem]:
    for file in files:
        place = Path(baker.tree.path(file.path))
        wanted = file.link.read_bytes() if file.link is not None else file.data
        if not place.is_file():
            yield Problem(path=file.path, what="should be there and is not", todo=todo)
        elif place.read_bytes() != wanted:
            yield Problem(path=file.path, what="holds other bytes than a bake gives now", todo=todo)
        elif wants_sidecar(file):
            sidecar = Path(f"{place}.br")
            if not sidecar.is_file() or brotli.decompress(sidecar.read_bytes()) != wanted:
                yield Problem(path=f"{file.path}.br", what="does not hold what its file holds", todo=todo)
