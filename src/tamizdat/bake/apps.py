"""The bake as a Django app: it owns the outbox."""

from django.apps import AppConfig


class BakeConfig(AppConfig):
    name = "tamizdat.bake"
    label = "bake"
    verbose_name = "Bake"
