"""Django's settings, made from the newsroom folder that TAMIZDAT_NEWSROOM names."""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from babel import Locale

from tamizdat.config.installed_apps import INSTALLED_APPS as INSTALLED_APPS
from tamizdat.config.newsroom import Newsroom, load
from tamizdat.kit.text import capitalised

NEWSROOM: Newsroom = load(Path(os.environ.get("TAMIZDAT_NEWSROOM", ".")))


def _secret(newsroom: Newsroom) -> str:
    path = newsroom.keys / "session.key"
    if not path.exists():
        path.parent.mkdir(mode=0o700, exist_ok=True)
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(48))
    return path.read_text()


def _database(newsroom: Newsroom) -> dict[str, Any]:
    if not newsroom.database:
        # IMMEDIATE: a transaction that will write takes its lock at once, so two writers queue instead of failing.
        # FULL sync is SQLite's own; in WAL mode NORMAL may lose the last commits at a power cut; we promise to lose none.
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": newsroom.sqlite,
            "OPTIONS": {
                "timeout": 20,
                "transaction_mode": "IMMEDIATE",
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-16000;",
            },
        }
    parts = urlsplit(newsroom.database)
    query = dict(pair.split("=", 1) for pair in parts.query.split("&") if "=" in pair)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(query.get("host", parts.hostname or "")),
        "PORT": str(parts.port or ""),
    }


SECRET_KEY = _secret(NEWSROOM)
DEBUG = False
ALLOWED_HOSTS = ["*"]  # The desk listens on a Unix socket only; the server in front decides which host names reach it.
MIDDLEWARE = [
    "tamizdat.desk.headers.DeskHeaders",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "tamizdat.desk.security.rule.SecondStep",  # before anything asks whether somebody is signed in
    "tamizdat.desk.bodies.BodyLimits",  # before anything reads a form
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
ROOT_URLCONF = "tamizdat.desk.urls"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    }
]
DATABASES = {"default": _database(NEWSROOM)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]

USE_TZ = True
TIME_ZONE = NEWSROOM.time_zone
USE_I18N = True
WAGTAIL_I18N_ENABLED = True
LANGUAGE_CODE = NEWSROOM.languages[0]
LANGUAGES = WAGTAIL_CONTENT_LANGUAGES = [
    # Each by its own name: whoever writes in a language knows it in any interface.
    (code, capitalised(Locale.parse(code, sep="-").get_display_name() or code))
    for code in NEWSROOM.languages
]
LOCALE_PATHS = [NEWSROOM.state / "desk-words"]
WAGTAILADMIN_PERMITTED_LANGUAGES = [("en", "English"), ("ru", "Русский")]

STATIC_URL = "/desk/static/"
MEDIA_URL = "/desk/media/"
MEDIA_ROOT = NEWSROOM.media
FILE_UPLOAD_PERMISSIONS = 0o600
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000

WAGTAIL_SITE_NAME = "Tamizdat"
WAGTAILADMIN_BASE_URL = NEWSROOM.canonical or f"http://{NEWSROOM.host}:{NEWSROOM.port}"
WAGTAILIMAGES_IMAGE_MODEL = "newsroom.Picture"
WAGTAILIMAGES_IMAGE_FORM_BASE = "tamizdat.desk.pictures.forms.PictureForm"
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 60 << 20  # newsroom.imaging has the other limits
WAGTAILIMAGES_EXTENSIONS = [
    # What a browser lets an editor choose. The content decides: desk/pictures/forms.py.
    *("avif", "gif", "heic", "heif", "jfif", "jpe", "jpeg", "jpg", "png", "svg", "tif", "tiff", "webp"),
]
WAGTAILIMAGES_FORMAT_CONVERSIONS = {"tiff": "jpeg", "heic": "jpeg"}  # of thumbnails: no browser shows these
WAGTAILDOCS_DOCUMENT_MODEL = "newsroom.Attachment"
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "tamizdat.desk.searching"}}
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
_MAIL_SERVER, _MAIL_SENDER = NEWSROOM.mail.route
_MAIL = urlsplit(_MAIL_SERVER)
_SENDS_MAIL = bool(_MAIL_SERVER)
WAGTAIL_FINISH_WORKFLOW_ACTION = "tamizdat.newsroom.approved.publish"
WAGTAIL_PASSWORD_RESET_ENABLED = _SENDS_MAIL  # Without mail an administrator makes a link.
PASSWORD_RESET_TIMEOUT = 24 * 3600
WAGTAIL_AUTOSAVE_INTERVAL = 3000
LOGIN_URL = "wagtailadmin_login"
AUTHENTICATION_BACKENDS = ["django.contrib.auth.backends.ModelBackend"]
_BACKEND = {"smtp": "smtp", "smtps": "smtp", "folder": "filebased"}.get(_MAIL.scheme, "dummy")
_BACKENDS = "django.core.mail.backends"
if _MAIL.scheme == "anymail":
    _BACKEND, _BACKENDS = _MAIL.path, "anymail.backends"
EMAIL_BACKEND = f"{_BACKENDS}.{_BACKEND}.EmailBackend"
ANYMAIL = {f"{_BACKEND}_{name}".upper(): value for name, value in parse_qsl(_MAIL.query)}
EMAIL_FILE_PATH = NEWSROOM.folder / _MAIL.path if _MAIL.scheme == "folder" else None
EMAIL_HOST = _MAIL.hostname or ""
EMAIL_USE_SSL = _MAIL.scheme == "smtps"
EMAIL_USE_TLS = not EMAIL_USE_SSL and EMAIL_HOST not in ("localhost", "127.0.0.1", "::1")
EMAIL_PORT = _MAIL.port or (465 if EMAIL_USE_SSL else 587)
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = unquote(_MAIL.username or ""), unquote(_MAIL.password or "")
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = _MAIL_SENDER
X_FRAME_OPTIONS = "SAMEORIGIN"  # The desk shows the preview in a frame.
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False
WHITENOISE_MAX_AGE = 3600
WHITENOISE_ALLOW_ALL_ORIGINS = False
SESSION_COOKIE_PATH = CSRF_COOKIE_PATH = "/desk/"
SESSION_COOKIE_HTTPONLY = True
CSRF_COOKIE_HTTPONLY = False
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
CSRF_TRUSTED_ORIGINS = [NEWSROOM.canonical] if NEWSROOM.canonical else []
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"stderr": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
}
