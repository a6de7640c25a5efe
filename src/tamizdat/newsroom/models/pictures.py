"""Pictures: originals are private; public sizes are made once, at upload, and kept by content."""

from __future__ import annotations

from typing import Any

import willow
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.images.models import (
    AbstractImage,
    AbstractRendition,
    ImageQuerySet,
    WagtailImageField,
    WagtailImageFieldFile,
    get_upload_to,
)

from tamizdat.newsroom import intake, noting
from tamizdat.newsroom.models.bin import in_bin

CHART, DOCUMENT = (
    f"http://cv.iptc.org/newscodes/digitalsourcetype/{name}" for name in ("dataDrivenMedia", "screenCapture")
)
"""Types of source (IPTC) of pictures that have words up to their edges: they are cropped nowhere."""


class UprightFile(WagtailImageFieldFile):
    """The size of a picture as it is seen: a camera that was held on its side says so in the file, and the desk, where the
    focal point is set, shows the picture upright."""

    def get_image_dimensions(self) -> tuple[int, int]:
        was_closed = self.closed
        try:
            self.open()
            size: tuple[int, int] = willow.Image.open(self).auto_orient().get_size()
        finally:
            if was_closed:
                self.close()
            else:
                self.seek(0)
        return size


class UprightImageField(WagtailImageField):
    attr_class = UprightFile

    def deconstruct(self) -> Any:
        """As the framework's field: in the table the two are one."""
        name, _, args, kwargs = super().deconstruct()
        return name, f"{WagtailImageField.__module__}.{WagtailImageField.__qualname__}", args, kwargs


class NotInTheBin(models.Manager.from_queryset(ImageQuerySet)):  # type: ignore[misc]  # a base class made at run time: no type checker can read it
    """The library, the chooser and the public know no picture that is in the bin."""

    def get_queryset(self) -> Any:
        return super().get_queryset().exclude(pk__in=in_bin(Picture.kind))


class Picture(AbstractImage):
    """`sizes` lists the public renditions (see imaging.Rendition), `texts` the caption and alt_text per language:
    {"ru": {"caption": "…", "alt_text": "…"}}. `caption` and `alt_text` are in the default language."""

    kind = "picture"

    objects = NotInTheBin()
    with_bin: models.Manager[Picture] = models.Manager()

    file: Any = UprightImageField(
        verbose_name=_("file"), upload_to=get_upload_to, width_field="width", height_field="height"
    )
    caption = models.TextField(blank=True, max_length=2000)
    alt_text = models.CharField(blank=True, max_length=500, help_text="What is seen, for those who cannot see it.")
    creator = models.CharField(blank=True, max_length=300)
    credit_line = models.CharField(blank=True, max_length=300)
    copyright_notice = models.CharField(blank=True, max_length=300)
    usage_terms = models.TextField(blank=True, max_length=2000)
    may_be_republished = models.BooleanField(
        default=False, help_text="Its rights let it go along when others republish a story."
    )
    is_decorative = models.BooleanField(
        default=False, help_text="It shows nothing that its readers need: it has no alt text."
    )
    rights_until = models.DateTimeField(
        null=True, blank=True, help_text="Readers no longer see it from this moment on."
    )
    taken_at = models.DateTimeField(null=True, blank=True, help_text="When it was made.")
    digital_source_type = models.CharField(blank=True, max_length=200)
    average_colour = models.CharField(blank=True, max_length=9, editable=False)
    perceptual_hash = models.CharField(blank=True, max_length=16, editable=False)
    texts = models.JSONField(default=dict, blank=True)
    sizes = models.JSONField(default=list, blank=True, editable=False)

    admin_form_fields = (
        "title",
        "file",
        "collection",
        "caption",
        "alt_text",
        "creator",
        "credit_line",
        "copyright_notice",
        "usage_terms",
        "may_be_republished",
        "is_decorative",
        "taken_at",
        "focal_point_x",
        "focal_point_y",
        "focal_point_width",
        "focal_point_height",
        "tags",
    )

    class Meta:
        permissions = [("choose_picture", "Can choose picture")]

    taken_in: tuple[object, ...] | None = None
    """The file and focal point that `sizes` were made of, as intake.py knows them; no column."""

    @classmethod
    def from_db(cls, *args: Any, **kwargs: Any) -> Picture:
        picture: Picture = super().from_db(*args, **kwargs)
        intake.remember(picture)
        return picture

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Every way of storing a picture ends here, so none leaves out its intake. May raise imaging.PictureRefused."""
        names = kwargs.get("update_fields")
        if (names is None or "file" in names) and not intake.is_taken_in(self):
            intake.take_in(self)  # before the transaction: making sizes takes seconds, and writers wait for each other
        with noting.writes():
            super().save(*args, **kwargs)
        intake.remember(self)

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        with noting.writes():
            return super().delete(*args, **kwargs)


class PictureRendition(AbstractRendition):
    """Wagtail's own thumbnails for the desk. Nothing public is made of these."""

    image = models.ForeignKey(Picture, related_name="renditions", on_delete=models.CASCADE)

    class Meta:
        unique_together = [("image", "filter_spec", "focal_point_key")]
