"""What the newsroom's nouns share: one language-neutral row each, with a row of texts per language."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.models import ClusterableModel

from tamizdat.kit.slugs import slugify
from tamizdat.newsroom import noting


def language_choices() -> list[tuple[str, str]]:
    """The newsroom's languages. A function, so that no migration depends on a newsroom's choice."""
    return list(settings.LANGUAGES)


class LanguageField(models.CharField):  # type: ignore[type-arg]  # the class takes no arguments when it runs
    """A BCP 47 tag, chosen from the newsroom's languages. Migrations see a plain text column."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 20)
        kwargs["choices"] = language_choices
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        kwargs.pop("choices", None)
        return name, path, args, kwargs


class Text(models.Model):
    """A noun's words in one language. Subclasses add a ParentalKey named `of` and their fields."""

    language = LanguageField()

    class Meta:
        abstract = True


class Noted(ClusterableModel):
    """A noun whose every write is noted. `kind` is its name in keys and owners of addresses."""

    kind: str

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        with noting.writes():
            super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        with noting.writes():
            return super().delete(*args, **kwargs)


class Named(Noted):
    """A noun with a slug and, in each language, a name. The slug is the same in every language's addresses."""

    slug = models.SlugField(
        max_length=100,
        unique=True,
        blank=True,
        help_text="Part of the address. Left empty, it is made from the name. A changed slug leaves a redirect.",
    )
    sort_order = models.PositiveIntegerField(default=0, help_text="Smaller numbers stand first.")

    class Meta:
        abstract = True

    def name_in(self, language: str) -> str:
        """The name in `language`, else in the default language, else in any."""
        return best(self.texts.all(), language, "name") or self.slug

    def __str__(self) -> str:
        return self.name_in(settings.LANGUAGE_CODE)

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self.slug:
            self.slug = self._free_slug()
        super().save(*args, **kwargs)

    def clean(self) -> None:
        super().clean()
        seen: set[str] = set()
        for text in self.texts.all():
            if text.language in seen:
                told = _("There are two texts in one language: %(language)s. Keep one of them.")
                raise ValidationError(told % {"language": text.get_language_display()})
            seen.add(text.language)

    def _free_slug(self) -> str:
        base = slugify(self.name_in(settings.LANGUAGE_CODE) or "item", settings.LANGUAGE_CODE, limit=90)
        taken = set(
            type(self)._default_manager.filter(slug__startswith=base).exclude(pk=self.pk).values_list("slug", flat=True)
        )
        number = 2
        slug = base
        while slug in taken:
            slug, number = f"{base}-{number}", number + 1
        return slug


def best(texts: Any, language: str, field: str) -> str:
    """The first non-empty `field` of the texts in `language`, the default language, any language, in that order."""
    rows = sorted(
        texts, key=lambda text: (text.language != language, text.language != settings.LANGUAGE_CODE, text.language)
    )
    return next((value for text in rows if (value := getattr(text, field))), "")
