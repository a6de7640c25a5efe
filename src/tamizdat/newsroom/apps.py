"""The newsroom as a Django app."""

from django.apps import AppConfig


class NewsroomConfig(AppConfig):
    name = "tamizdat.newsroom"
    label = "newsroom"
    verbose_name = "Newsroom"

    def ready(self) -> None:
        from tamizdat.newsroom import correction_log, filing, noting, relating

        noting.watch()
        filing.register()
        relating.watch()
        correction_log.watch()
