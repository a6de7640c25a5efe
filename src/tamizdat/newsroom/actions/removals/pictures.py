"""Kill a picture: no story shows it any more, its sizes leave the edition, its file is deleted, and it is not taken in again."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Q, TextField
from django.db.models.functions import Cast
from wagtail.models import Revision

from tamizdat.bake.outbox import KILL
from tamizdat.newsroom import holders, keys, noting, perceptual
from tamizdat.newsroom.actions.removals import records
from tamizdat.newsroom.models import Article, KilledPicture, Picture, PictureRendition, Removal


def near_copies(picture: Picture) -> list[Picture]:
    """Others of the library, the bin too, that look alike, the nearest first. Pictures of before the hash get theirs here."""
    mark = _hashed(picture)
    if perceptual.is_flat(mark):
        return []
    found = [
        (perceptual.differ(mark, other_mark), other)
        for other in Picture.with_bin.exclude(pk=picture.pk).order_by("pk").iterator(chunk_size=500)
        if not perceptual.is_flat(other_mark := _hashed(other))
    ]
    return [other for bits, other in sorted(found, key=lambda one: (one[0], one[1].pk)) if bits <= perceptual.NEAR]


def kill(picture: Picture, *, also: Sequence[Picture] = (), reason: str = "", user: Any = None) -> Removal:
    """Kill the picture, and with it those of `also`, its near copies. Their stories are baked anew without them."""
    every = (picture, *also)
    with noting.writes(urgency=KILL):
        removal = records.begin(Removal.Kind.PICTURE, number=picture.pk, name=picture.title, reason=reason, user=user)
        for one in every:
            KilledPicture.objects.create(removal=removal, file_hash=one.file_hash, perceptual_hash=_hashed(one))
        removal.counts = {"stories": _take_out({one.pk for one in every})}
        removal.save()
        for one in every:
            _delete(one)
    return removal


def _hashed(picture: Picture) -> str:
    if not picture.perceptual_hash:
        picture.perceptual_hash = perceptual.of_sizes(picture.sizes, settings.NEWSROOM.renditions)
        Picture.with_bin.filter(pk=picture.pk).update(perceptual_hash=picture.perceptual_hash)
    return picture.perceptual_hash


def _take_out(pictures: set[int]) -> int:
    """Out of bodies and versions of stories; how many stories that changed."""
    changed = set()
    mentions = Q()
    for pk in pictures:
        mentions |= Q(as_text__contains=str(pk))
    stories = Article.objects.annotate(as_text=Cast("body", TextField())).filter(mentions)
    for pk, body in stories.values_list("pk", "body").order_by("pk"):
        raw = list(body.raw_data)
        if any(holders.shows(json.dumps(raw), picture) for picture in pictures):
            Article.objects.filter(pk=pk).update(body=_without(raw, pictures))
            changed.add(pk)
    of_stories = Revision.page_revisions.filter(content_type=ContentType.objects.get_for_model(Article))
    for revision in of_stories.order_by("pk").iterator(chunk_size=200):
        content = revision.content
        lead = content.get("lead_picture") in pictures
        body = content.get("body") or "[]"
        if lead or any(holders.shows(body, picture) for picture in pictures):
            content |= {"body": json.dumps(_without(json.loads(body), pictures))}
            content |= {"lead_picture": None} if lead else {}
            Revision.objects.filter(pk=revision.pk).update(content=content)
            changed.add(int(revision.object_id))
    changed |= set(Article.objects.filter(lead_picture__in=pictures).values_list("pk", flat=True))
    noting.note({key for pk in changed for key in (keys.article(pk), keys.draft(pk))})
    return len(changed)


def _without(value: Any, pictures: set[int]) -> Any:
    """A body, as it is stored, without what shows one of the pictures."""
    if isinstance(value, list):
        return [_without(one, pictures) for one in value if not _is_one(one, pictures)]
    if isinstance(value, dict):
        return {name: _without(one, pictures) for name, one in value.items()}
    return value


def _is_one(block: Any, pictures: set[int]) -> bool:
    if not isinstance(block, dict):
        return False
    inner = block.get("value")
    return block.get("picture") in pictures or (isinstance(inner, dict) and inner.get("picture") in pictures)


def _delete(picture: Picture) -> None:
    media = Path(settings.MEDIA_ROOT)
    files = [media / picture.file.name]
    files += [media / one.file.name for one in PictureRendition.objects.filter(image=picture)]
    sizes = {size["file"] for size in picture.sizes}
    picture.delete()
    left = {size["file"] for other in Picture.with_bin.only("sizes").iterator() for size in other.sizes}
    files += [settings.NEWSROOM.renditions / name for name in sizes - left]
    transaction.on_commit(lambda: _unlink(files))


def _unlink(files: Iterable[Path]) -> None:
    for path in files:
        path.unlink(missing_ok=True)
