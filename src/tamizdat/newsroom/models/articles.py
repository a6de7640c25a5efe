"""Stories. An Article is a Wagtail page, flat under one folder for each language."""

from __future__ import annotations

import uuid
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Orderable, Page

from tamizdat.kit.slugs import slugify
from tamizdat.newsroom import approved, before_publishing, keys, noting, unread
from tamizdat.newsroom.blocks import BodyBlock
from tamizdat.newsroom.models.addresses import Address
from tamizdat.newsroom.models.bin import is_in_bin
from tamizdat.newsroom.models.translations import TranslatedFrom
from tamizdat.newsroom.models.versions import NamedVersion
from tamizdat.newsroom.permissions import FolderPermissions, StoryPermissions

SETTLED = ("uri", "killed_at", "external_id", "licence", "source_url", "credit")
"""Facts about the story, not its copy: publishing an older revision must not bring their older state back."""
NO_HEADLINE = "…"
"""The framework's title of a draft whose headline is empty; the framework takes no page without one."""


def new_uri() -> str:
    return f"urn:uuid:{uuid.uuid4()}"


class StoryFolder(Page):
    """All stories of one language."""

    parent_page_types = ["wagtailcore.Page"]
    subpage_types = ["newsroom.Article"]
    max_count_per_parent = None
    is_creatable = False

    class Meta:
        verbose_name = _("stories")

    def permissions_for_user(self, user: Any) -> FolderPermissions:
        return FolderPermissions(user, self)


class Article(Page):
    """A story in one language; its siblings in other languages share its `translation_key`.

    Every way of writing it (save, publish, unpublish, move, delete, from a view, a command or an import) goes through
    the methods below, so that the write and its note are one transaction.
    """

    class Genre(models.TextChoices):
        NEWS = "news", _("News")
        REPORTAGE = "reportage", _("Reportage")
        ANALYSIS = "analysis", _("Analysis")
        OPINION = "opinion", _("Opinion")
        INTERVIEW = "interview", _("Interview")
        FEATURE = "feature", _("Feature")
        PODCAST = "podcast", _("Podcast episode")
        VISUAL = "visual", _("Visual story")

    headline = models.CharField(max_length=255)
    kicker = models.CharField(max_length=100, blank=True, help_text="The label above the headline.")
    dek = models.TextField(max_length=600, blank=True, help_text="The summary under the headline.")
    slugline = models.CharField(max_length=100, blank=True, help_text="The internal working name.")
    byline = models.CharField(
        max_length=255,
        blank=True,
        help_text="Printed instead of the authors' names, when those alone would not say it.",
    )
    dateline = models.CharField(max_length=200, blank=True, help_text="Where and when it was filed.")
    body = StreamField(BodyBlock(), blank=True)
    lead_picture = models.ForeignKey(
        "newsroom.Picture", null=True, blank=True, related_name="+", on_delete=models.SET_NULL
    )
    lead_caption = models.CharField(max_length=2000, blank=True, help_text="Left empty, the picture's own caption.")
    lead_alt_text = models.CharField(max_length=500, blank=True, help_text="Left empty, the picture's own.")
    lead_credit_line = models.CharField(max_length=300, blank=True, help_text="Left empty, the picture's own.")
    regions = ParentalManyToManyField("newsroom.Region", blank=True, related_name="articles")
    topics = ParentalManyToManyField("newsroom.Topic", blank=True, related_name="articles")
    series = models.ForeignKey(
        "newsroom.Series", null=True, blank=True, related_name="articles", on_delete=models.SET_NULL
    )
    season = models.PositiveSmallIntegerField(null=True, blank=True, help_text=_("Of a podcast."))
    episode = models.PositiveIntegerField(
        null=True, blank=True, help_text=_("Of a podcast: the number of this episode.")
    )
    genre = models.CharField(max_length=12, choices=Genre.choices, default=Genre.NEWS)
    urgency = models.PositiveSmallIntegerField(
        default=5, choices=[(n, str(n)) for n in range(1, 10)], help_text=_("1 is the most urgent.")
    )
    display_date = models.DateTimeField(
        null=True, blank=True, help_text="Shown as the date of publication instead of the real one."
    )
    embargoed_until = models.DateTimeField(
        null=True, blank=True, help_text="Published, but not public before this moment."
    )
    updated_at = models.DateTimeField(
        null=True, blank=True, help_text="When the copy last changed in substance; shown to readers."
    )
    editors_note = models.TextField(blank=True, help_text="Shown to readers.")
    internal_note = models.TextField(blank=True, help_text="Never shown to readers.")
    uri = models.CharField(
        max_length=1000, default=new_uri, editable=False, help_text="Its id for others, in feeds too. It never changes."
    )
    killed_at = models.DateTimeField(null=True, blank=True, editable=False)
    external_id = models.CharField(max_length=200, null=True, blank=True, unique=True, editable=False)
    credit = models.CharField(
        max_length=300, blank=True, help_text="Whose story this was first, when it is republished."
    )
    licence = models.CharField(max_length=200, blank=True)
    source_url = models.URLField(max_length=1000, blank=True)
    may_be_republished = models.BooleanField(default=True, help_text=_("Others may take it, on the newsroom's terms."))

    kind = "article"

    parent_page_types = ["newsroom.StoryFolder"]
    subpage_types: list[str] = []
    template = "newsroom/none.html"
    exclude_fields_in_copy = ["uri", "killed_at", "external_id", "updated_at"]

    class Meta:
        verbose_name = _("story")
        verbose_name_plural = _("stories")
        indexes = [
            models.Index(
                fields=["embargoed_until"], name="article_embargo", condition=models.Q(embargoed_until__isnull=False)
            )
        ]
        permissions = [
            ("publish_all", "Can publish every story, and without approval with a reason"),
            ("translate_article", "Can write translations"),
        ]

    def permissions_for_user(self, user: Any) -> StoryPermissions:
        return StoryPermissions(user, self)

    @property
    def language(self) -> str:
        return self.locale.language_code

    def get_admin_display_title(self) -> str:
        title = str(super().get_admin_display_title())
        return str(_("(no headline yet)")) if title == NO_HEADLINE else title

    def get_url_parts(self, request: Any = None) -> tuple[int, str, str] | None:
        """Its public address, when it was given one: the ledger decides, not the tree."""
        owner = keys.article(self.pk)
        path = Address.objects.filter(owner=owner, current=True).values_list("path", flat=True).first()
        return (0, settings.NEWSROOM.canonical, path) if path else None

    def full_clean(self, *args: Any, **kwargs: Any) -> None:
        self._title_from_headline()
        super().full_clean(*args, **kwargs)

    def minimal_clean(self) -> None:
        self._title_from_headline()
        super().minimal_clean()

    def _title_from_headline(self) -> None:
        """Wagtail's own column follows the headline; the slug is made from it, or from what was typed, by the
        language's transliteration, with a numeral when another story has it."""
        if self.headline:
            self.title = self.headline
        elif self.title and not self.pk and self.title != NO_HEADLINE:
            self.headline = self.title
        else:
            self.title = NO_HEADLINE
        parent_is_known = bool(self.path or getattr(self, "_cached_parent_obj", None))
        typed = self.slug or self.title  # type: ignore[has-type]  # Wagtail carries no types, so that of its own column is not known
        if parent_is_known and typed:
            language = self.locale.language_code if self.locale_id else self.get_default_locale().language_code
            self.slug = self._get_autogenerated_slug(slugify(typed, language))

    def clean(self) -> None:
        super().clean()
        if self.embargoed_until and self.expire_at and self.expire_at <= self.embargoed_until:
            raise ValidationError(
                {"embargoed_until": _("The story would expire before its embargo ends. Move one of the two.")}
            )

    def with_content_json(self, content: dict[str, Any]) -> Article:
        """A revision as an object; facts that are settled stay as the table has them."""
        article = super().with_content_json(content)
        for name in SETTLED:
            setattr(article, name, getattr(self, name))
        return article

    def save(self, *args: Any, **kwargs: Any) -> Any:
        if self._state.adding and self.alias_of_id:
            self.uri = new_uri()  # of all columns, the framework's aliases copy this one too
        with noting.writes():
            return super().save(*args, **kwargs)

    def save_revision(self, *args: Any, **kwargs: Any) -> Any:
        """A version that has a name, or that a translation was made from, is never overwritten: what came after it could not be
        told."""
        overwritten = kwargs.get("overwrite_revision")
        is_newest = overwritten and overwritten.pk == self.latest_revision_id
        if is_newest and (
            TranslatedFrom.objects.filter(revision=overwritten).exists()
            or NamedVersion.objects.filter(revision=overwritten).exists()
        ):
            kwargs["overwrite_revision"] = None
        with noting.writes():
            revision = super().save_revision(*args, **kwargs)
            noting.draft(self.pk)
            return revision

    def publish(self, revision: Any, *args: Any, checked: bool = True, **kwargs: Any) -> Any:
        """Raises NotInOrder where the newsroom's checks forbid it, unless the story need not be `checked`."""
        self.refuse_if_killed()
        self.refuse_if_deleted()
        approved.refuse_unapproved(revision)
        unread.refuse_unread(revision)
        if checked:
            before_publishing.refuse(revision)
        with noting.writes():
            super().publish(revision, *args, **kwargs)

    def refuse_if_killed(self) -> None:
        """Raises ValidationError: what was ordered out of every copy comes back only by a decision of its own."""
        if self.killed_at:
            raise ValidationError(_("This story was killed, so it cannot be published. Lift the kill first."))

    def refuse_if_deleted(self) -> None:
        """Raises ValidationError: what is in the bin is restored first."""
        if is_in_bin(self.kind, self.pk):
            raise ValidationError("This story is in the bin, so it cannot be published. Restore it first.")

    def unpublish(self, *args: Any, **kwargs: Any) -> Any:
        with noting.writes():
            return super().unpublish(*args, **kwargs)

    def move(self, *args: Any, **kwargs: Any) -> Any:
        with noting.writes():
            return super().move(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        with noting.writes():
            return super().delete(*args, **kwargs)

    @classmethod
    def new_translation_key(cls) -> uuid.UUID:
        return uuid.uuid4()


class ArticleAuthor(Orderable):
    """An author of a story, in order; `role` is what they did for it, such as reporting, photographs, translation."""

    article = ParentalKey(Article, related_name="authors", on_delete=models.CASCADE)
    author = models.ForeignKey("newsroom.Author", related_name="stories", on_delete=models.CASCADE)
    role = models.CharField(max_length=100, blank=True)

    def __str__(self) -> str:
        return f"{self.author}{f' ({self.role})' if self.role else ''}"


class ArticleNote(models.Model):
    """What readers are told about a story after it was published, dated and typed. It stays as long as the story is public."""

    class Kind(models.TextChoices):
        CORRECTION = "correction", _("Correction")
        CLARIFICATION = "clarification", _("Clarification")
        RETRACTION = "retraction", _("Retraction")
        UPDATE = "update", pgettext_lazy("note on a story", "Update")
        EDITORS_NOTE = "editors_note", _("Editor's note")

    article = ParentalKey(Article, related_name="notes", on_delete=models.CASCADE)
    kind = models.CharField(max_length=14, choices=Kind.choices)
    date = models.DateTimeField(default=timezone.now)
    text = RichTextField(features=["bold", "italic", "link"])

    class Meta:
        ordering = ["date", "id"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.date:%Y-%m-%d}"
