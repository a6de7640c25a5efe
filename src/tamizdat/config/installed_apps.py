"""The Django apps, apart from Django's other settings: their migrations are compared without loading a newsroom."""

INSTALLED_APPS = [
    "tamizdat.desk",
    "tamizdat.newsroom",
    "tamizdat.bake",
    "wagtail.snippets",
    "wagtail.contrib.table_block",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.users",
    "wagtail.admin",
    "wagtail.search",
    "wagtail",
    "modelcluster",
    "taggit",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
]
