"""Pictures that a camera took on its side had the width and height of the file, not those that are seen; the focal point was
measured within them. What is seen is known from the sizes that were made. Safe to run again: it mends what differs."""

from __future__ import annotations

from typing import Any

from django.db import migrations


def turn(apps: Any, schema_editor: Any) -> None:
    pictures = apps.get_model("newsroom", "Picture").objects
    focus = ("focal_point_x", "focal_point_y", "focal_point_width", "focal_point_height")
    rows = pictures.values_list("pk", "width", "height", "sizes", *focus)
    for pk, width, height, sizes, *point in rows.iterator(chunk_size=500):
        seen = max((size for size in sizes if size["kind"] == "wide"), key=lambda size: size["width"], default=None)
        if seen is None or (width - height) * (seen["width"] - seen["height"]) >= 0:
            continue
        scales = (height / width, width / height) * 2
        moved = [None if one is None else round(one * scale) for one, scale in zip(point, scales, strict=True)]
        pictures.filter(pk=pk).update(width=height, height=width, **dict(zip(focus, moved, strict=True)))


class Migration(migrations.Migration):
    dependencies = [("newsroom", "0006_picture_words")]

    operations = [migrations.RunPython(turn, migrations.RunPython.noop, elidable=True)]
