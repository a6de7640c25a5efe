"""What the desk adds to the framework's menus, forms and lists, and takes out of them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.contrib.auth.models import Permission
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import path
from django.utils.html import format_html
from django.utils.safestring import SafeString
from wagtail import hooks

from tamizdat.desk import (
    accounts,
    assignments,
    attention,
    corrections,
    deleting,
    front,
    home,
    menu,
    messages,
    missed,
    picking,
    queue,
    reads,
    recorded,
    search,
    second_person,
    steps,
    webhooks,
)
from tamizdat.desk import bin as deleted
from tamizdat.desk.budget import page as budget
from tamizdat.desk.letters import LettersGroup
from tamizdat.desk.letters.group import ADDRESSES as LETTERS
from tamizdat.desk.models import GUARD
from tamizdat.desk.nouns import NounsGroup, SiteGroup
from tamizdat.desk.outside import manage as outside
from tamizdat.desk.outside import record
from tamizdat.desk.outside.notices import Unread as OutsideAnswers
from tamizdat.desk.pictures import rights, uploading, usage
from tamizdat.desk.publication import changes, window
from tamizdat.desk.removals import pictures as killing_pictures
from tamizdat.desk.removals import records as removal_records
from tamizdat.desk.removals import words as removal_words
from tamizdat.desk.security import own
from tamizdat.desk.security import people as security
from tamizdat.desk.stories import (
    approving,
    buttons,
    correcting,
    killing,
    many,
    refusing,
    siblings,
    side_by_side,
    starting,
    versions,
)
from tamizdat.desk.stories import deleting as deleting_stories
from tamizdat.desk.stories.listing import StoryListing
from tamizdat.desk.stories.writing import StoryPages


@hooks.register("register_admin_viewset")
def viewsets() -> list[Any]:
    return [StoryPages(), StoryListing(), NounsGroup(), SiteGroup(), LettersGroup()]


@hooks.register("register_admin_urls")
def urls() -> list[Any]:
    return [
        path("reports/edition/", home.report, name="desk_edition"),
        path("reports/missed/", missed.report, name="desk_missed"),
        path("reports/rights/", rights.report, name="desk_rights"),
        path("reports/corrections/", corrections.report, name="desk_corrections"),
        path("reports/corrections/export/", corrections.export, name="desk_corrections_export"),
        path("reports/removals/", removal_records.listing, name="desk_removals"),
        path("reports/removals/words/", removal_words.everywhere, name="desk_remove_words"),
        path("reports/removals/<int:pk>/", removal_records.record, name="desk_removal"),
        path("reports/removals/<int:pk>/files.csv", removal_records.export, name="desk_removal_export"),
        path("search/", search.page, name="desk_search"),
        path("messages/", messages.inbox, name="desk_messages"),
        path("messages/change/", messages.change, name="desk_messages_change"),
        path("messages/<int:pk>/", messages.one, name="desk_message"),
        path("budget/", budget.page, name="desk_budget"),
        path("budget/plan/new/", budget.new, name="desk_budget_new"),
        path("budget/plan/<int:pk>/", budget.plan, name="desk_budget_plan"),
        path("budget/plan/<int:pk>/begin/", budget.begin, name="desk_budget_begin"),
        path("budget/plan/<int:pk>/delete/", budget.delete, name="desk_budget_delete"),
        path("budget/plan/<int:pk>/move/", budget.move, {"kind": "plan"}, name="desk_budget_move_plan"),
        path("budget/story/<int:pk>/move/", budget.move, {"kind": "story"}, name="desk_budget_move_story"),
        path("stories/new/", starting.new, name="desk_new_story"),
        path("stories/new/<str:language>/", starting.new, name="desk_new_story_in"),
        path("stories/<int:pk>/translate/<str:language>/", starting.translate, name="desk_translate"),
        path("stories/<int:pk>/correct/", correcting.correct, name="desk_correct"),
        path("stories/languages/", siblings.table, name="desk_languages"),
        path("stories/<int:pk>/up-to-date/", siblings.up_to_date, name="desk_up_to_date"),
        path("stories/<int:pk>/side-by-side/", side_by_side.page, name="desk_side_by_side"),
        path("stories/<int:pk>/versions/", versions.page, name="desk_versions"),
        path("stories/<int:pk>/changes/", changes.page, name="desk_changes"),
        path("stories/<int:pk>/preview/", window.window, name="desk_preview_window"),
        path("stories/<int:pk>/preview/<str:what>/", window.frame, name="desk_preview_frame"),
        path("stories/<int:pk>/preview-links/", outside.page, name="desk_preview_links"),
        path("stories/<int:pk>/preview-links/<int:link>/end/", outside.end, name="desk_end_preview_link"),
        path("stories/<int:pk>/seen/<int:page>/", outside.seen, name="desk_seen_page"),
        path("stories/<int:pk>/assign/", assignments.assign, name="desk_assign"),
        path("stories/<int:pk>/publish-without-approval/", approving.override, name="desk_override"),
        path("queue/", queue.page, name="desk_queue"),
        path("queue/read/", queue.mark_read, name="desk_queue_read"),
        path("steps/", steps.steps, name="desk_steps"),
        path("steps/require/", steps.require, name="desk_approval"),
        path("stories/<int:pk>/kill/", killing.kill, name="desk_kill"),
        path("stories/<int:pk>/lift-kill/", killing.lift, name="desk_lift_kill"),
    ]


@hooks.register("register_admin_urls", order=-1)  # before the framework's, whose places they take
def more_urls() -> list[Any]:
    return [
        path("images/<int:pk>/kill/", killing_pictures.kill, name="desk_kill_picture"),
        path("images/<int:image_id>/delete/", deleting.PictureDelete.as_view()),
        path("images/multiple/<int:image_id>/delete/", deleting.uploaded),
        path("images/multiple/add/", uploading.AddMany.as_view()),
        path("images/usage/<int:image_id>/", usage.usage),
        path("find/authors/", picking.authors, name="desk_find_authors"),
        path("find/authors/new/", picking.new_author, name="desk_new_author"),
        path("find/stories/", picking.stories, name="desk_find_stories"),
        path("accounts/<int:pk>/password-link/", accounts.password_link, name="desk_password_link"),
        path("front/", front.choose, name="desk_front"),
        path("front/<str:page>/", front.choose, name="desk_front_of"),
        *LETTERS,
        *security.ADDRESSES,
        path("security/own/", own.page, name="desk_own_security"),
        path("security/own/app/", own.app, name="desk_own_app"),
        path("security/own/passkey/", own.passkey, name="desk_own_passkey"),
        path("security/own/codes/", own.codes, name="desk_own_codes"),
        path("security/own/factors/<int:pk>/remove/", own.remove, name="desk_own_remove"),
        path("security/own/sessions/", own.end, name="desk_own_sessions"),
        path("webhooks/", webhooks.page, name="desk_webhooks"),
        path("webhooks/<int:pk>/remove/", webhooks.remove, name="desk_webhook_remove"),
        path("bin/", deleted.page, name="desk_bin"),
        path("bin/<int:pk>/restore/", deleted.restore, name="desk_bin_restore"),
        path("bin/<int:pk>/erase/", deleted.erase, name="desk_bin_erase"),
    ]


hooks.register("register_log_actions", record.register)
hooks.register("register_log_actions", recorded.register_actions)
hooks.register("before_edit_page", deleting_stories.to_the_bin)
hooks.register("before_copy_page", deleting_stories.to_the_bin)
hooks.register("register_account_settings_panel")(accounts.NoticesPanel)
hooks.register("before_publish_page", approving.publish_only_if_allowed)
hooks.register("register_user_listing_buttons", accounts.listing_button)
hooks.register("register_user_listing_buttons", security.listing_button)
hooks.register("register_account_menu_item", own.account_item)
hooks.register("register_settings_menu_item", security.menu_item)
hooks.register("register_admin_menu_item", deleted.menu_item)
hooks.register("register_admin_menu_item", front.menu_item)
hooks.register("register_admin_menu_item", budget.menu_item)
hooks.register("register_admin_menu_item", siblings.menu_item)
hooks.register("register_admin_menu_item", menu.new_story)
hooks.register("register_admin_menu_item", queue.menu_item)
hooks.register("register_settings_menu_item", steps.menu_item)
hooks.register("register_settings_menu_item", webhooks.menu_item)
hooks.register("register_admin_menu_item", menu.stories)
hooks.register("register_admin_menu_item", messages.menu_item)


@hooks.register("construct_main_menu")
def tidy_menu(request: HttpRequest, items: list[Any]) -> None:
    menu.without(items, menu.NOT_HERE)
    menu.plain_settings(items)


@hooks.register("construct_homepage_summary_items")
def no_counts(request: HttpRequest, items: list[Any]) -> None:
    items.clear()


@hooks.register("construct_settings_menu")
def tidy_settings(request: HttpRequest, items: list[Any]) -> None:
    menu.without(items, menu.SETTINGS_NOT_HERE)


@hooks.register("construct_reports_menu")
def tidy_reports(request: HttpRequest, items: list[Any]) -> None:
    items[:] = [item for item in items if item.name in menu.REPORTS]


hooks.register("register_reports_menu_item", menu.edition)
hooks.register("register_reports_menu_item", menu.missed)
hooks.register("register_reports_menu_item", menu.corrections)
hooks.register("register_reports_menu_item", menu.rights)
hooks.register("register_reports_menu_item", menu.removals)


@hooks.register("construct_homepage_panels")
def home_panels(request: HttpRequest, panels: list[Any]) -> None:
    inbox = [messages.Unread()] if messages.may_read(request.user) else []
    asked = [steps.Offer()] if steps.is_offered(request.user) else []
    waiting = [security.Waiting()] if request.user.has_perm(GUARD) and second_person.waiting().exists() else []
    mine = [*waiting, *asked, queue.Mine(request.user), OutsideAnswers(request.user)]
    first = [attention.Attention(request.user), queue.NotPublished(), *mine]
    readers = [*inbox, reads.MostRead(), missed.Missed()]
    panels[:] = [*first, home.Today(), home.drafts(), home.recent(), *readers, home.Edition()]


@hooks.register("register_page_header_buttons")
def header_buttons(page: Any, user: Any, view_name: str, next_url: str | None = None) -> Iterator[Any]:
    yield from buttons.of_story(page, user)


@hooks.register("register_page_listing_more_buttons")
def listing_buttons(page: Any, user: Any, next_url: str | None = None) -> Iterator[Any]:
    yield from buttons.of_story(page, user)


for action in (
    accounts.AssignRole,
    accounts.SetActiveState,
    deleting.DeletePictures,
    many.DeleteStories,
    many.PublishStories,
    many.UnpublishStories,
):
    hooks.register("register_bulk_action", action, order=1)  # after the framework's, whose place they take


hooks.register("before_publish_page", refusing.before_publishing)


@hooks.register("register_page_action_menu_item")
def schedule_item() -> Any:
    return buttons.ScheduleItem(order=15)


@hooks.register("register_page_action_menu_item")
def changes_item() -> Any:
    return buttons.ChangesItem(order=20)


@hooks.register("register_page_action_menu_item")
def override_item() -> Any:
    return approving.OverrideItem(order=55)


@hooks.register("register_page_action_menu_item")
def kill_item() -> Any:
    return buttons.KillItem(order=60)


@hooks.register("register_page_action_menu_item")
def lift_item() -> Any:
    return buttons.LiftItem(order=60)


@hooks.register("construct_page_action_menu")
def footer_buttons(items: list[Any], request: HttpRequest, context: dict[str, Any]) -> None:
    approving.labelled(items, context)
    buttons.side_by_side(items)


@hooks.register("register_permissions")
def rights_on_stories() -> Any:
    """Rights that a newsroom's own roles may have, beside those on pages."""
    return Permission.objects.filter(
        content_type__app_label="newsroom", codename__in=["publish_all", "translate_article"]
    )


@hooks.register("insert_global_admin_css")
def look() -> SafeString:
    return format_html('<link rel="stylesheet" href="{}">', static("desk/desk.css"))


@hooks.register("insert_editor_js")
def editor() -> SafeString:
    """What a form needs beside the framework's scripts, which run before these."""
    return render_to_string("desk/editor.html")


@hooks.register("insert_editor_js")
def checked() -> SafeString:
    return format_html('<script src="{}"></script>', static("desk/checks.js"))


@hooks.register("insert_global_admin_js")
def named() -> SafeString:
    return format_html('<script src="{}"></script>', static("desk/names.js"))
