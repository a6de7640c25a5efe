"""Who may do what: each role with each action on a story, within a scope and outside of it, and at each address that writes."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.contrib.auth.models import Group, User

from tamizdat.newsroom import keys
from tamizdat.newsroom.actions import articles, merging, people
from tamizdat.newsroom.actions.newsroom import folder
from tamizdat.newsroom.models import Article, Scope, Topic, TopicText
from tamizdat.newsroom.permissions import may_pin
from tests.desk import forms
from tests.desk.conftest import PASSWORD, signed_in

ROLES = {
    "reporter": people.REPORTERS,
    "translator": people.TRANSLATORS,
    "photo editor": people.PHOTO_EDITORS,
    "editor": people.EDITORS,
    "chief": people.MANAGERS,
}
NOBODY: frozenset[str] = frozenset()
PUBLISH = frozenset(["editor", "chief", "administrator"])
CHIEFS = frozenset(["chief", "administrator"])
BEGIN = PUBLISH | {"reporter"}
TABLE: dict[str, tuple[frozenset[str], frozenset[str], frozenset[str]]] = {
    # action: who may with a story of somebody else in their scope, with one outside of it, with a draft that they began
    "can_edit": (PUBLISH | {"photo editor"}, CHIEFS, PUBLISH | {"photo editor", "reporter", "translator"}),
    "can_publish": (PUBLISH, CHIEFS, PUBLISH),
    "can_kill": (PUBLISH, CHIEFS, PUBLISH),
    "can_override": (CHIEFS, CHIEFS, CHIEFS),
    "can_unschedule": (PUBLISH, CHIEFS, PUBLISH),
    "can_delete": (PUBLISH, CHIEFS, PUBLISH | {"reporter", "translator"}),
    "can_lock": (PUBLISH, CHIEFS, PUBLISH),
    "can_assign": (PUBLISH, CHIEFS, PUBLISH | {"reporter", "translator"}),
    "can_copy": (PUBLISH, CHIEFS, PUBLISH | {"reporter"}),
    "can_translate": (BEGIN | {"translator"}, BEGIN | {"translator"}, BEGIN | {"translator"}),
    "can_move": (NOBODY, NOBODY, NOBODY),
}


def topic(name: str) -> Topic:
    row = Topic(slug=name.lower(), texts=[TopicText(language="en", name=name)])
    row.save()
    return row


@pytest.fixture
def staff() -> dict[str, User]:
    """One of each role."""
    made = {
        role: people.add_user(role.replace(" ", "-"), password=PASSWORD, role=group) for role, group in ROLES.items()
    }
    return made | {"administrator": people.add_user("boss", password=PASSWORD, admin=True)}


def afresh(user: User) -> User:
    """As a request has it, without what was asked before."""
    return User.objects.get(pk=user.pk)


def test_each_role_with_each_action(staff: dict[str, User], draft: Callable[..., Article]) -> None:
    politics, culture = topic("Politics"), topic("Culture")
    inside, outside = draft("In scope"), draft("Outside")
    inside.topics, outside.topics = [culture], [politics]
    for story in (inside, outside):
        story.save()
        story.save_revision()
    wrong = []
    for role, user in staff.items():
        people.limit(user, topics=[culture.pk], regions=[], languages=[])
        own = articles.create(Article(headline=f"By {role}", owner=user), "en", user=user)
        own.topics = [culture]
        own.save()
        for action, expected in TABLE.items():
            for story, roles in zip((inside, outside, own), expected, strict=True):
                if getattr(story.permissions_for_user(afresh(user)), action)() is not (role in roles):
                    wrong.append(f"{role} {action} {story.headline}")
    assert not wrong


def test_who_begins_stories_and_in_which_languages(staff: dict[str, User]) -> None:
    english = folder("en")
    begin = {role for role, user in staff.items() if english.permissions_for_user(user).can_add_subpage()}
    assert begin == BEGIN
    people.limit(staff["reporter"], topics=[], regions=[], languages=["ru"])
    assert not english.permissions_for_user(afresh(staff["reporter"])).can_add_subpage()


def test_each_role_at_each_address_that_writes(staff: dict[str, User], draft: Callable[..., Article]) -> None:
    """Whoever may not is led away, as the framework does, and nothing is written."""
    story = draft("A road over the pass")
    at = f"/desk/stories/{story.pk}"
    allowed = {
        f"{at}/kill/": PUBLISH,
        f"{at}/assign/": PUBLISH,
        f"{at}/publish-without-approval/": CHIEFS,
        f"/desk/pages/{story.pk}/edit/": PUBLISH | {"photo editor"},
        f"/desk/pages/{story.pk}/delete/": PUBLISH,
        f"/desk/pages/{story.pk}/copy/": PUBLISH,
        f"/desk/pages/add/newsroom/article/{folder('en').pk}/": BEGIN,
        f"/desk/front/{keys.front('en')}/": PUBLISH,
        "/desk/steps/": CHIEFS,
        "/desk/users/": CHIEFS,
        "/desk/users/new/": CHIEFS,
        "/desk/groups/": frozenset(["administrator"]),
        "/desk/images/": BEGIN | {"photo editor"},
        "/desk/images/add/": BEGIN | {"photo editor"},
        "/desk/topics/": PUBLISH,
        "/desk/queue/": frozenset(staff),
    }
    wrong = []
    for role, user in staff.items():
        client = signed_in(user)
        for address, roles in allowed.items():
            answer = client.get(address)
            if (answer.status_code == 200) is not (role in roles):
                wrong.append(f"{role} {address}: {answer.status_code}")
            refused = client.post(address, {"reason": "No"}) if role not in roles else None
            if refused is not None and refused.status_code not in (302, 403):
                wrong.append(f"{role} POST {address}: {refused.status_code}")
    assert not wrong
    story.refresh_from_db()
    assert story.killed_at is None
    assert not story.live


def test_many_stories_at_once_are_each_asked_for(staff: dict[str, User], draft: Callable[..., Article]) -> None:
    politics, culture = topic("Politics"), topic("Culture")
    stories = [draft("One"), draft("Two")]
    for story, chosen in zip(stories, (politics, culture), strict=True):
        story.topics = [chosen]
        story.save()
        story.save_revision()
    people.limit(staff["editor"], topics=[culture.pk], regions=[], languages=[])
    asked = "&".join(f"id={story.pk}" for story in stories)
    signed_in(staff["editor"]).post(f"/desk/bulk/wagtailcore/page/publish/?{asked}&next=/desk/", {})
    assert [Article.objects.get(pk=story.pk).live for story in stories] == [False, True]


def test_a_form_publishes_no_story_that_left_the_scope(staff: dict[str, User], draft: Callable[..., Article]) -> None:
    """What was typed is saved, and the editor reads why it is not public."""
    politics, culture = topic("Politics"), topic("Culture")
    story = draft("A road over the pass")
    story.topics = [culture]
    story.save()
    story.save_revision()
    people.limit(staff["editor"], topics=[culture.pk], regions=[], languages=[])
    sent = forms.story(press="publish", topics=[politics.pk], dek="Snow")
    answer = signed_in(staff["editor"]).post(f"/desk/pages/{story.pk}/edit/", sent, follow=True)
    story.refresh_from_db()
    assert not story.live
    assert story.get_latest_revision_as_object().dek == "Snow"
    assert "Not published: you do not publish" in answer.content.decode()


def test_an_assigned_story_can_be_written(staff: dict[str, User], draft: Callable[..., Article]) -> None:
    story = draft("A road over the pass")
    chief, reporter = signed_in(staff["chief"]), staff["reporter"]
    sent = {"assigned_to": reporter.pk, "due_at": "2031-02-03 10:00", "note": "Call them."}
    chief.post(f"/desk/stories/{story.pk}/assign/", sent)
    assert story.permissions_for_user(afresh(reporter)).can_edit()
    assert not story.permissions_for_user(afresh(reporter)).can_delete()
    assert [str(one.kind) for one in reporter.notices.all()] == ["assigned"]
    page = signed_in(reporter).get("/desk/queue/").content.decode()
    assert "Call them." in page


def test_a_scope_stays_narrow_when_its_topic_goes(staff: dict[str, User], draft: Callable[..., Article]) -> None:
    politics, culture = topic("Politics"), topic("Culture")
    editor = staff["editor"]
    people.limit(editor, topics=[culture.pk], regions=[], languages=[])
    merging.merge(culture, politics)
    assert Scope.objects.get(user=editor).topics == [politics.pk]
    politics.delete()
    assert not draft("A road").permissions_for_user(afresh(editor)).can_publish()


def test_the_front_is_chosen_by_those_whose_scope_has_every_topic(staff: dict[str, User]) -> None:
    culture = topic("Culture")
    editor = staff["editor"]
    people.limit(editor, topics=[culture.pk], regions=[], languages=["en"])
    pages = (keys.front("en"), keys.noun_list("en", "topic", culture.pk), keys.noun_list("ru", "topic", culture.pk))
    assert [may_pin(afresh(editor), page) for page in pages] == [False, True, False]
    assert signed_in(editor).get(f"/desk/front/{keys.front('en')}/").status_code == 302


def test_who_manages_people_makes_no_administrator(staff: dict[str, User]) -> None:
    chief, boss = signed_in(staff["chief"]), staff["administrator"]
    assert "is_superuser" not in chief.get("/desk/users/new/").context["form"].fields
    assert chief.get(f"/desk/users/edit/{boss.pk}/").status_code == 302
    group = Group.objects.get(name=people.EDITORS)
    chief.post(f"/desk/bulk/auth/user/set_active_state/?id={boss.pk}&next=/desk/", {"mark_as_active": "False"})
    chief.post(f"/desk/bulk/auth/user/assign_role/?id={boss.pk}&next=/desk/", {"role": group.pk})
    boss.refresh_from_db()
    assert boss.is_active
    assert not boss.groups.exists()


def test_the_scope_of_an_account_is_set_in_its_form(staff: dict[str, User]) -> None:
    culture, editor = topic("Culture"), staff["editor"]
    sent = {"username": "editor", "email": "", "first_name": "", "last_name": "", "is_active": "on"}
    sent |= {"password1": "", "password2": "", "groups": [editor.groups.get().pk], "scope_topics": [culture.pk]}
    signed_in(staff["administrator"]).post(f"/desk/users/edit/{editor.pk}/", sent)
    assert Scope.objects.get(user=editor).topics == [culture.pk]
