"""Every story gets an id for good. One that readers have met keeps the id that they know it by: what feeds said until now, which
was its address, or a number where the newsroom had no canonical address."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import tamizdat.newsroom.models.articles

AT_ONCE = 1000


def give_ids(apps, schema_editor):
    """In steps, each of the stories that have none yet, so that it may be run again after it was cut off."""
    Article = apps.get_model("newsroom", "Article")
    Address = apps.get_model("newsroom", "Address")
    canonical = settings.NEWSROOM.canonical
    while pks := list(Article.objects.filter(uri="").order_by("pk").values_list("pk", flat=True)[:AT_ONCE]):
        rows = Address.objects.filter(owner__in=[f"article:{pk}" for pk in pks], current=True)
        paths = dict(rows.values_list("owner", "path"))
        stories = [Article(pk=pk, uri=known(canonical, pk, paths.get(f"article:{pk}"))) for pk in pks]
        Article.objects.bulk_update(stories, ["uri"])
    deleted = Address.objects.filter(owner__startswith="article:", current=True, uri="").exclude(ended="")
    for row in deleted.iterator(chunk_size=AT_ONCE):
        uri = known(canonical, row.owner.removeprefix("article:"), row.path)
        Address.objects.filter(owner=row.owner).update(uri=uri)


def known(canonical, pk, path):
    if path is None:
        return f"urn:uuid:{uuid.uuid4()}"
    return f"{canonical}{path}" if canonical else f"urn:tamizdat:article:{pk}"


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("newsroom", "0007_upright_pictures")]

    operations = [
        migrations.AddField("article", "uri", models.CharField(default="", editable=False, max_length=1000)),
        migrations.AddField("address", "uri", models.CharField(blank=True, default="", max_length=1000)),
        migrations.AddField("sitesettings", "uuid", models.UUIDField(default=uuid.uuid4, editable=False)),
        migrations.AddField(
            "sitesettings",
            "card",
            models.ForeignKey(
                blank=True,
                help_text="Shown where somebody shares a page that has no picture.",
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="newsroom.picture",
            ),
        ),
        migrations.AddField(
            "sitesettings",
            "robots_may_train",
            models.BooleanField(
                default=True, help_text="Robots that gather texts to train models may read the site."
            ),
        ),
        migrations.RunPython(give_ids, migrations.RunPython.noop),
        migrations.AlterField(
            "article",
            "uri",
            models.CharField(
                default=tamizdat.newsroom.models.articles.new_uri,
                editable=False,
                help_text="Its id for others, in feeds too. It never changes.",
                max_length=1000,
            ),
        ),
    ]
