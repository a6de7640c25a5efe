"""Records of removals, and how pictures look, to find near copies of one."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('newsroom', '0012_corrections_and_pictures'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='picture',
            name='perceptual_hash',
            field=models.CharField(blank=True, editable=False, max_length=16),
        ),
        migrations.CreateModel(
            name='Removal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('of_kind', models.CharField(choices=[('story', 'Story'), ('picture', 'Picture'), ('words', 'Words')], max_length=10)),
                ('number', models.PositiveBigIntegerField(null=True)),
                ('name', models.CharField(blank=True, max_length=300)),
                ('reason', models.TextField(blank=True)),
                ('mark', models.CharField(blank=True, max_length=100)),
                ('counts', models.JSONField(default=dict)),
                ('made_at', models.DateTimeField(auto_now_add=True)),
                ('finished_at', models.DateTimeField(null=True)),
                ('made_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'record of a removal',
                'verbose_name_plural': 'records of removals',
                'ordering': ['-pk'],
                'permissions': [('remove_everywhere', 'Can remove a person, words or a picture everywhere')],
                'default_permissions': ('view',),
            },
        ),
        migrations.CreateModel(
            name='KilledPicture',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('file_hash', models.CharField(db_index=True, max_length=40)),
                ('perceptual_hash', models.CharField(blank=True, max_length=16)),
                ('removal', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='pictures', to='newsroom.removal')),
            ],
            options={
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='RemovedFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('path', models.CharField(max_length=1000)),
                ('removed', models.BooleanField()),
                ('at', models.DateTimeField(auto_now_add=True)),
                ('sha256', models.CharField(max_length=64)),
                ('removal', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='files', to='newsroom.removal')),
            ],
            options={
                'ordering': ['pk'],
                'default_permissions': (),
            },
        ),
    ]
