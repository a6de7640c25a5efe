"""Topics, and the running events under them."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.admin.ui.tables import BooleanColumn, Column

from tamizdat.desk.nouns import noun
from tamizdat.newsroom.models import Topic


def _parent(topic: Topic) -> Any:
    return topic.parent or ""


class TopicViews(noun.NounViews):
    model = Topic
    menu_label = _("Topics and events")
    icon = "tag"
    url_prefix = "topics"
    panels = [
        noun.texts([noun.name_panel(), noun.introduction_panel()]),
        FieldPanel(
            "parent",
            heading=_("Event under"),
            help_text=_("Empty for a topic. An ongoing event names the topic that it belongs to."),
        ),
        FieldPanel(
            "running",
            heading=_("Ongoing"),
            help_text=_("An ongoing event is shown in menus; one that is over keeps its page."),
        ),
        *noun.place_panels(),
    ]
    list_display = [
        "__str__",
        Column("parent", label=_("Event under"), accessor=_parent),
        BooleanColumn("running", label=_("Ongoing")),
        noun.LANGUAGES_COLUMN,
        noun.ORDER_COLUMN,
    ]
