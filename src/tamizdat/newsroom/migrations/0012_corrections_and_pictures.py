"""The record of corrections, with those that readers have already seen; what a picture shows and until when; checks."""

from html import unescape

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.utils.html import strip_tags


def record_published(apps, schema_editor):
    """Each note once: it may have been begun before. The time is that of the note."""
    Record = apps.get_model("newsroom", "CorrectionRecord")
    notes = apps.get_model("newsroom", "ArticleNote").objects.filter(
        kind__in=["correction", "clarification", "retraction"], article__live=True
    )
    for note in notes.select_related("article__locale").order_by("pk").iterator(chunk_size=500):
        said = {
            "story": note.article_id,
            "kind": note.kind,
            "date": note.date,
            "text": unescape(strip_tags(note.text.replace("</p>", "</p> "))).strip(),
        }
        about = {
            "translation_key": note.article.translation_key,
            "headline": note.article.headline,
            "language": note.article.locale.language_code,
        }
        row, is_new = Record.objects.get_or_create(**said, defaults=about)
        if is_new:
            Record.objects.filter(pk=row.pk).update(recorded_at=note.date)


class Migration(migrations.Migration):

    dependencies = [
        ('newsroom', '0011_workflow'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='picture',
            name='is_decorative',
            field=models.BooleanField(default=False, help_text='It shows nothing that its readers need: it has no alt text.'),
        ),
        migrations.AddField(
            model_name='picture',
            name='rights_until',
            field=models.DateTimeField(blank=True, help_text='Readers no longer see it from this moment on.', null=True),
        ),
        migrations.AddField(
            model_name='picture',
            name='taken_at',
            field=models.DateTimeField(blank=True, help_text='When it was made.', null=True),
        ),
        migrations.AddField(
            model_name='sitesettings',
            name='checks',
            field=models.JSONField(blank=True, default=dict, help_text='What the desk does about each finding before publication: off, blocks.'),
        ),
        migrations.AddField(
            model_name='sitesettings',
            name='own_words',
            field=models.TextField(blank=True, help_text='Words that the spelling check takes for right.'),
        ),
        migrations.CreateModel(
            name='CorrectionRecord',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('story', models.PositiveBigIntegerField(db_index=True)),
                ('translation_key', models.UUIDField(db_index=True)),
                ('headline', models.CharField(max_length=255)),
                ('language', models.CharField(max_length=20)),
                ('kind', models.CharField(choices=[('correction', 'Correction'), ('clarification', 'Clarification'), ('retraction', 'Retraction'), ('update', 'Update'), ('editors_note', "Editor's note")], max_length=14)),
                ('date', models.DateTimeField()),
                ('text', models.TextField()),
                ('old', models.TextField(blank=True)),
                ('new', models.TextField(blank=True)),
                ('recorded_at', models.DateTimeField(auto_now_add=True, db_index=True)),
                ('recorded_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-recorded_at', '-pk'],
            },
        ),
        migrations.RunPython(record_published, migrations.RunPython.noop, elidable=True),
    ]
