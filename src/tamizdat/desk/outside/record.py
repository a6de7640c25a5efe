"""Preview links in the record of who did what, and so in a story's history."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy
from wagtail.log_actions import LogFormatter

from tamizdat.desk.models import OutsideAnswer
from tamizdat.desk.outside import links


class _OfLink(LogFormatter):
    said: Any = ""

    def format_message(self, log_entry: Any) -> str:
        return f"{self.said}: {log_entry.data.get('name', '')}"


class Made(_OfLink):
    label, said = gettext_lazy("Make a preview link"), gettext_lazy("Preview link made")


class Ended(_OfLink):
    label, said = gettext_lazy("End a preview link"), gettext_lazy("Preview link ended")


class Answered(LogFormatter):
    """What somebody outside wrote, with a part of the SHA-256 of the page that they saw."""

    label = gettext_lazy("Answer to a preview link")

    def format_message(self, log_entry: Any) -> str:
        data = log_entry.data
        verdict = dict(OutsideAnswer.Verdict.choices).get(data.get("verdict"), "")
        said = f"{data.get('name', '')}: {verdict}"
        if data.get("quote"):
            said += f" — “{data['quote']}”"
        if data.get("text"):
            said += f" — {data['text']}"
        return f"{said} ({data.get('sha256', '')[:12]})"


def register(actions: Any) -> None:
    actions.register_action(links.MADE)(Made)
    actions.register_action(links.ENDED)(Ended)
    actions.register_action(links.ANSWERED)(Answered)
