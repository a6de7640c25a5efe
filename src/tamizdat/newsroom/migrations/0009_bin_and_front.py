"""The bin, chosen places of the front, and who sees real names and bank details."""

import django.core.serializers.json
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('newsroom', '0008_ids'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterModelOptions(
            name='author',
            options={'ordering': ['sort_order', 'slug'], 'permissions': [('see_real_names', 'Can see the real names behind pen names')]},
        ),
        migrations.AlterModelOptions(
            name='sitesettings',
            options={'permissions': [('read_messages', 'Can read and delete messages from readers'), ('change_ways', 'Can see and change bank details and other ways to donate')], 'verbose_name': 'newsroom', 'verbose_name_plural': 'newsroom'},
        ),
        migrations.AlterField(
            model_name='article',
            name='byline',
            field=models.CharField(blank=True, help_text="Printed instead of the authors' names, when those alone would not say it.", max_length=255),
        ),
        migrations.CreateModel(
            name='BinEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('of_kind', models.CharField(max_length=20)),
                ('number', models.PositiveBigIntegerField()),
                ('name', models.CharField(max_length=300)),
                ('rows', models.JSONField(encoder=django.core.serializers.json.DjangoJSONEncoder, null=True)),
                ('deleted_at', models.DateTimeField(db_index=True)),
                ('deleted_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-deleted_at', '-pk'],
                'constraints': [models.UniqueConstraint(fields=('of_kind', 'number'), name='bin_entry')],
            },
        ),
        migrations.CreateModel(
            name='Pin',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('page', models.CharField(max_length=60)),
                ('slot', models.PositiveSmallIntegerField()),
                ('until', models.DateTimeField(blank=True, null=True)),
                ('article', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='newsroom.article')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('page', 'slot'), name='pin_slot'), models.UniqueConstraint(fields=('page', 'article'), name='pin_article')],
            },
        ),
    ]
