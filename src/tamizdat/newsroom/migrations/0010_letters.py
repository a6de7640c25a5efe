"""Lists that readers subscribe to, and letters."""

import django.core.validators
import django.db.models.deletion
import modelcluster.fields
import tamizdat.newsroom.models.texts
import wagtail.fields
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('newsroom', '0009_bin_and_front'),
    ]

    operations = [
        migrations.AddField(
            model_name='sitesettings',
            name='letters_lead_to',
            field=models.URLField(blank=True, help_text="The address that links in letters lead to while readers cannot open the site's own."),
        ),
        migrations.CreateModel(
            name='Letter',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField(editable=False, help_text='Of its list; part of its address.')),
                ('state', models.CharField(choices=[('draft', 'Draft'), ('waiting', 'Waits for approval'), ('approved', 'Approved'), ('sending', 'Being sent'), ('sent', 'Sent')], default='draft', max_length=10)),
                ('send_at', models.DateTimeField(blank=True, help_text='When an approved letter is sent.', null=True)),
                ('sent_at', models.DateTimeField(blank=True, editable=False, help_text='When its sending started.', null=True)),
                ('send', models.PositiveBigIntegerField(blank=True, editable=False, help_text='The number of its sending in the letters database.', null=True)),
                ('stopped_by', models.CharField(blank=True, editable=False, help_text='A story whose removal paused the sending.', max_length=255)),
                ('with_pictures', models.BooleanField(default=True, help_text='The letter shows pictures.')),
            ],
            options={
                'ordering': ['-pk'],
                'permissions': [('send_letter', 'Can approve and send letters'), ('see_readers', 'Can see addresses of readers')],
            },
        ),
        migrations.CreateModel(
            name='LetterItem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sort_order', models.IntegerField(blank=True, editable=False, null=True)),
                ('kind', models.CharField(choices=[('story', 'Story'), ('text', 'Text'), ('picture', 'Picture')], default='story', max_length=7)),
                ('language', tamizdat.newsroom.models.texts.LanguageField(blank=True, help_text='Empty: in every language.', max_length=20)),
                ('article', models.UUIDField(blank=True, db_index=True, help_text='The translation_key of a story.', null=True)),
                ('text', wagtail.fields.RichTextField(blank=True)),
                ('full_text', models.BooleanField(default=False, help_text='The story stands in the letter whole.')),
                ('of', modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='items', to='newsroom.letter')),
                ('picture', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='newsroom.picture')),
            ],
            options={
                'ordering': ['sort_order'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='LetterList',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('slug', models.SlugField(blank=True, help_text='Part of the address. Left empty, it is made from the name. A changed slug leaves a redirect.', max_length=100, unique=True)),
                ('sort_order', models.PositiveIntegerField(default=0, help_text='Smaller numbers stand first.')),
                ('rule', models.CharField(choices=[('weekly', 'Every week'), ('daily', 'Every day'), ('event', 'When a story about its topic is published'), ('breaking', 'When an urgent story is published'), ('hand', 'By hand only')], default='hand', max_length=10)),
                ('weekday', models.PositiveSmallIntegerField(choices=[(0, 'Monday'), (1, 'Tuesday'), (2, 'Wednesday'), (3, 'Thursday'), (4, 'Friday'), (5, 'Saturday'), (6, 'Sunday')], default=0, help_text='Of a weekly list.')),
                ('hour', models.PositiveSmallIntegerField(default=8, help_text="Of a weekly or daily list: from 0 to 23, in the newsroom's time zone.", validators=[django.core.validators.MaxValueValidator(23)])),
                ('approval', models.CharField(choices=[('wait', 'It waits for approval'), ('alone', 'It is sent without approval')], default='wait', max_length=5)),
                ('fill', models.CharField(choices=[('latest', 'The latest since the last letter'), ('most_read', 'The most read'), ('hand', 'None: they are chosen by hand')], default='latest', max_length=10)),
                ('most_stories', models.PositiveSmallIntegerField(default=10, help_text='In one letter.', validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(50)])),
                ('full_texts', models.PositiveSmallIntegerField(default=3, help_text='How many of the stories stand in the letter whole; of the others, the headline and a summary.', validators=[django.core.validators.MaxValueValidator(50)])),
                ('is_open', models.BooleanField(default=True, help_text='Readers can subscribe.')),
                ('region', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='newsroom.region')),
                ('series', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='newsroom.series')),
                ('topic', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='newsroom.topic')),
            ],
            options={
                'ordering': ['sort_order', 'id'],
            },
        ),
        migrations.AddField(
            model_name='letter',
            name='list',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='letters', to='newsroom.letterlist'),
        ),
        migrations.CreateModel(
            name='LetterListText',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('language', tamizdat.newsroom.models.texts.LanguageField(max_length=20)),
                ('name', models.CharField(max_length=200)),
                ('description', models.TextField(blank=True, help_text='Shown where readers subscribe.', max_length=500)),
                ('welcome', wagtail.fields.RichTextField(blank=True, help_text='In the first letter to a new reader.')),
                ('discreet_name', models.CharField(blank=True, help_text="The sender's name for readers who chose a discreet letter.", max_length=100)),
                ('discreet_subject', models.CharField(blank=True, help_text='The subject for readers who chose a discreet letter.', max_length=150)),
                ('of', modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='texts', to='newsroom.letterlist')),
            ],
        ),
        migrations.CreateModel(
            name='LetterSlot',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(help_text='Such as 2026-11-30, or story: with a translation_key.', max_length=60)),
                ('letter', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='newsroom.letter')),
                ('list', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='slots', to='newsroom.letterlist')),
            ],
        ),
        migrations.CreateModel(
            name='LetterText',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('language', tamizdat.newsroom.models.texts.LanguageField(max_length=20)),
                ('subject', models.CharField(max_length=200)),
                ('preheader', models.CharField(blank=True, help_text='What lists of mail show after the subject.', max_length=200)),
                ('introduction', wagtail.fields.RichTextField(blank=True)),
                ('closing', wagtail.fields.RichTextField(blank=True)),
                ('note', wagtail.fields.RichTextField(blank=True, help_text="On the letter's page only, such as that a story was withdrawn.")),
                ('of', modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='texts', to='newsroom.letter')),
            ],
        ),
        migrations.AddConstraint(
            model_name='letter',
            constraint=models.UniqueConstraint(fields=('list', 'number'), name='letter_number'),
        ),
        migrations.AlterUniqueTogether(
            name='letterlisttext',
            unique_together={('of', 'language')},
        ),
        migrations.AddConstraint(
            model_name='letterslot',
            constraint=models.UniqueConstraint(fields=('list', 'name'), name='letter_slot'),
        ),
        migrations.AlterUniqueTogether(
            name='lettertext',
            unique_together={('of', 'language')},
        ),
    ]
