from django.db import migrations


class Migration(migrations.Migration):
    """The worker asks several times a second what expires; without this it reads the whole archive for it."""

    dependencies = [("newsroom", "0003_site")]

    operations = [
        migrations.RunSQL(
            "CREATE INDEX newsroom_expiry ON wagtailcore_page (expire_at) WHERE expire_at IS NOT NULL",
            "DROP INDEX newsroom_expiry",
        ),
    ]
