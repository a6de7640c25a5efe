"""A story whose source changed: the same verbs as at the desk, so its history has both versions."""

from __future__ import annotations

from typing import Any

from wagtail.models import ReferenceIndex

from tamizdat.kit.slugs import slugify
from tamizdat.newsroom import keys, noting
from tamizdat.newsroom.actions import articles
from tamizdat.newsroom.actions.imports import known_stories, ledger, siblings
from tamizdat.newsroom.actions.imports.creating import embargo
from tamizdat.newsroom.actions.imports.incoming import Warned
from tamizdat.newsroom.actions.imports.nouns import Nouns
from tamizdat.newsroom.actions.imports.resolving import ResolvedStory, translation_key
from tamizdat.newsroom.models import Article, ArticleAuthor

COPY = ("headline", "kicker", "dek", "byline", "dateline")
SETTLED = ("credit", "licence", "source_url")
"""Facts that no revision carries: they go straight into the table."""


def change(before: known_stories.Known, one: ResolvedStory, nouns: Nouns) -> list[Warned]:
    """Bring one story in line with its source. What is off the site stays off; its address stays, too."""
    story = one.story
    article = Article.objects.get(pk=before.pk)
    if story.language != before.language:
        why = f"this story is in {before.language!r} here and cannot become one in {story.language!r}: it was left as it is"
        return [Warned(external_id=story.external_id, why=f"{why}; give the other language's version an id of its own")]
    if article.killed_at:
        why = "this story was killed, so its changed source was not taken in; lift the kill first"
        return [Warned(external_id=story.external_id, why=why)]
    with noting.writes():
        if article.latest_revision is None:
            article.save_revision(log_action=False)  # else the version before the change would be lost
        warnings = _settle(article, one)
        _set_copy(article, one, nouns)
        if article.live:
            articles.publish(article, checked=False, unapproved="Imported: its source changed.")
        else:
            article.save_revision()
        if story.pictures:
            ReferenceIndex.create_or_update_for_object(article)
        old = ledger.lead([(article, story.old_paths)])
        noting.note(old.keys | {keys.article(article.pk)})
    known_stories.write([(article.pk, story, one.missing)])
    return warnings + old.warnings


def _settle(article: Article, one: ResolvedStory) -> list[Warned]:
    """Facts of the table: rights, the date, and which stories are its siblings."""
    story = one.story
    facts: dict[str, Any] = {name: getattr(story, name) for name in SETTLED}
    if story.published:
        facts["first_published_at"] = story.published
        if article.embargoed_until in (None, article.first_published_at):  # else it is an editor's
            facts["embargoed_until"] = embargo(story.published)
    warnings = []
    key = translation_key(story)
    if story.group and key != article.translation_key:
        if (key, story.language) in siblings.languages_of([str(key)]):
            warnings.append(Warned(external_id=story.external_id, why=siblings.already(story.group, story.language)))
        else:
            facts["translation_key"] = key
    Article.objects.filter(pk=article.pk).update(**facts)
    for name, value in facts.items():
        setattr(article, name, value)
    return warnings


def _set_copy(article: Article, one: ResolvedStory, nouns: Nouns) -> None:
    story = one.story
    for name in COPY:
        setattr(article, name, getattr(story, name))
    article.body = one.body
    article.lead_picture_id = one.lead_picture
    for name, words in one.lead_words.items():
        setattr(article, f"lead_{name}", words)
    article.updated_at = story.updated
    if story.slug:
        wanted = slugify(story.slug, story.language)
        article.slug = article.slug if _is_kept_apart(article, wanted) else wanted
    article.regions.set(one.regions)
    article.topics.set(one.topics)
    article.authors.set(
        ArticleAuthor(author_id=pk, sort_order=order)
        for order, pk in enumerate(dict.fromkeys(nouns.author(name, story.language) for name in story.authors))
    )


def _is_kept_apart(article: Article, wanted: str) -> bool:
    """Whether the story's slug is the wanted one with a numeral, because another story has that: not the year of another slug."""
    stem, _, numeral = article.slug.rpartition("-")
    return stem == wanted and numeral.isdigit() and article.get_siblings(inclusive=False).filter(slug=wanted).exists()
