"""The API writes as the desk does: the same permissions, the same refusals, nothing lost."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from wagtail.models import APIToken, PageLogEntry

from tamizdat.desk import lockout
from tamizdat.desk.api import limits
from tamizdat.newsroom.actions import approvals, people
from tamizdat.newsroom.models import Article, Picture, Topic, TopicText
from tests.desk.conftest import PASSWORD
from tests.desk.test_pictures import jpeg

Make = Callable[..., Article]
STORIES = "/desk/api/v1/stories/"


class Program:
    """Asks with a token, and with nothing else."""

    def __init__(self, user: User | None, key: str = "") -> None:
        self._client = Client(enforce_csrf_checks=True)
        self.user = user
        self._key = APIToken.create_token(user=user, name="test")[1] if user else key

    def __call__(self, method: str, address: str, **given: Any) -> tuple[int, Any]:
        answer = self._client.generic(
            method.upper(),
            address,
            json.dumps(given) if given else b"",
            content_type="application/json",
            headers={"Authorization": f"Bearer {self._key}"},
        )
        return answer.status_code, answer.json()

    def upload(self, **given: Any) -> tuple[int, Any]:
        answer = self._client.post("/desk/api/v1/pictures/", given, headers={"Authorization": f"Bearer {self._key}"})
        return answer.status_code, answer.json()


@pytest.fixture(autouse=True)
def no_limits_of_others() -> Iterator[None]:
    yield
    limits.REQUESTS.clear()
    limits.WRONG.clear()


@pytest.fixture
def api() -> Program:
    """An editor's."""
    return Program(people.add_user("anna", password=PASSWORD))


@pytest.fixture
def reporter() -> Program:
    return Program(people.add_user("nino", password=PASSWORD, role=people.REPORTERS))


def at(story: int, verb: str = "") -> str:
    return f"{STORIES}{story}/{verb}"


def test_a_story_is_filed_changed_and_published(api: Program) -> None:
    status, made = api(
        "post", STORIES, id="wire-1", language="en", headline="Snow on the pass",
        body_html="<p>The road is <b>closed</b>.</p><h2>Since Monday</h2>", authors=["Nino"], internal_note="Ask Ana.",
    )  # fmt: skip
    assert (status, made["state"], made["authors"], made["warnings"]) == (201, "draft", ["Nino"], [])
    assert [block["type"] for block in made["blocks"]] == ["text", "heading"]
    assert (
        api("post", STORIES, id="wire-1", language="en", headline="Snow on the pass", body="")[1]["number"]
        == made["number"]
    )
    assert Article.objects.count() == 1, "sent twice on a bad line, made once"

    status, changed = api("patch", at(made["number"]), revision=made["revision"], dek="No way through.")
    assert (status, changed["dek"], changed["headline"]) == (200, "No way through.", "Snow on the pass")
    assert [block["type"] for block in changed["blocks"]] == ["text", "heading"], "what is not sent stays"

    status, live = api("post", at(made["number"], "publish/"), revision=changed["revision"])
    assert (status, live["state"]) == (200, "live")
    assert live["address"].endswith("/snow-on-the-pass/")
    assert PageLogEntry.objects.get(page=made["number"], action="wagtail.publish").user == api.user


def test_a_stale_save_is_refused_with_what_is_there(api: Program, draft: Make) -> None:
    story = draft()
    mark = api("get", at(story.pk))[1]["revision"]
    story.headline = "Saved at the desk"
    story.save_revision()
    for verb, method in (("", "patch"), ("publish/", "post")):
        status, said = api(method, at(story.pk, verb), revision=mark)
        assert (status, said["errors"][0]["where"], said["story"]["headline"]) == (409, "revision", "Saved at the desk")
    newest = story.get_latest_revision()
    mark = api("get", at(story.pk))[1]["revision"]
    story.headline = "Saved itself over it"
    story.save_revision(overwrite_revision=newest)
    assert api("patch", at(story.pk), revision=mark, dek="Lost?")[0] == 409


def test_a_correction_is_that_of_the_desk(api: Program, published: Make) -> None:
    story = published()
    status, said = api("post", at(story.pk, "correct/"), old="over", new="below")
    assert (status, said["state"], said["headline"]) == (200, "live", "A road below the pass")
    assert Article.objects.get(pk=story.pk).notes.get().kind == "correction"
    status, said = api("post", at(story.pk, "correct/"), old="nowhere", new="below")
    assert (status, said["errors"][0]["where"]) == (422, "old")


def test_a_kill_needs_a_reason_and_holds(api: Program, published: Make) -> None:
    story = published()
    assert api("post", at(story.pk, "kill/"))[0] == 422
    assert api("post", at(story.pk, "kill/"), reason="A source is in danger.")[1]["state"] == "killed"
    assert PageLogEntry.objects.get(action="tamizdat.kill").data["reason"] == "A source is in danger."
    status, said = api("post", at(story.pk, "publish/"))
    assert (status, "killed" in said["errors"][0]["message"]) == (422, True)


def test_approval_is_asked_for_as_at_the_desk(api: Program, reporter: Program) -> None:
    approvals.require(required=True)
    own = reporter("post", STORIES, language="en", headline="Snow", body=["It fell."])[1]["number"]
    assert reporter("post", at(own, "submit/"))[0] == 200
    status, said = api("post", at(own, "publish/"))
    assert (status, "approved" in said["errors"][0]["message"]) == (422, True)
    assert not Article.objects.get(pk=own).live


def test_a_translation_is_published_only_when_it_is_one(api: Program, published: Make) -> None:
    story = published("A road over the pass that nobody knows")
    status, begun = api("post", at(story.pk, "translations/"), language="ru")
    assert (status, begun["language"], begun["translations"]) == (201, "ru", {"en": story.pk})
    assert api("post", at(story.pk, "translations/"), language="ru")[0] == 200
    assert api("post", at(begun["number"], "publish/"))[0] == 409
    assert api("post", at(begun["number"], "publish/"), anyway=True)[1]["state"] == "live"


ACTIONS: dict[str, tuple[str, str, dict[str, Any]]] = {
    "read": ("get", "", {}),
    "change": ("patch", "", {"revision": "mark", "dek": "Changed"}),
    "submit": ("post", "submit/", {}),
    "publish": ("post", "publish/", {}),
    "unpublish": ("post", "unpublish/", {}),
    "kill": ("post", "kill/", {"reason": "Because"}),
    "correct": ("post", "correct/", {"note": "Because"}),
    "translate": ("post", "translations/", {"language": "ru"}),
}
MAY = {
    people.REPORTERS: {"translate"},
    people.TRANSLATORS: {"translate"},
    people.PHOTO_EDITORS: {"read", "change", "submit"},
    people.EDITORS: set(ACTIONS),
}


@pytest.mark.parametrize("role", MAY)
def test_each_role_with_each_action_on_a_story_of_somebody_else(published: Make, role: str) -> None:
    """May: the answer is no 403, whatever else is missing."""
    program = Program(people.add_user("somebody", password=PASSWORD, role=role))
    for action, (method, verb, given) in ACTIONS.items():
        story = published()
        before = Article.objects.get(pk=story.pk).latest_revision_id
        status, _said = program(method, at(story.pk, verb), **given)
        assert (status != 403) is (action in MAY[role]), (action, status)
        if action not in MAY[role]:
            now = Article.objects.get(pk=story.pk)
            assert (now.latest_revision_id, now.live, now.killed_at) == (before, True, None), action


def test_a_scope_holds(api: Program, draft: Make) -> None:
    people.limit(api.user, topics=[], regions=[], languages=["ru"])
    assert api("get", at(draft().pk))[0] == 403
    assert api("post", STORIES, language="en", headline="Snow", body="It fell.")[0] == 403
    assert api("post", STORIES, language="ru", headline="Снег", body="Выпал.")[0] == 201


def test_without_a_good_token_there_is_nothing(api: Program, editor_session: Client, draft: Make) -> None:
    address = at(draft().pk)
    for key in ("", "wagtail_x", APIToken.generate_token(), "\u00e9"):
        assert Program(None, key)("get", address)[0] == 401, key
    assert editor_session.get(address).status_code == 401, "a cookie of the desk has no effect here"
    assert api("get", address)[0] == 200
    APIToken.objects.get().revoke()
    assert api("get", address)[0] == 401


@pytest.fixture
def editor_session() -> Client:
    client = Client()
    client.force_login(people.add_user("bela", password=PASSWORD))
    return client


def test_locking_a_person_out_ends_their_tokens(api: Program, draft: Make) -> None:
    address = at(draft().pk)
    lockout.lock_out(api.user, by=None, reason="Lost phone")
    assert api("get", address)[0] == 401
    lockout.let_in(api.user, by=None)
    assert api("get", address)[0] == 401


def test_limits(api: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "REQUESTS", limits.Limit(2, 60))
    monkeypatch.setattr(limits, "WRONG", limits.Limit(1, 60))
    assert [api("get", STORIES)[0] for _ in range(3)] == [200, 200, 429]
    assert [Program(None, "x")("get", STORIES)[0] for _ in range(2)] == [401, 429]


@pytest.mark.parametrize(
    ("given", "status", "where"),
    [
        ({"headlin": "x"}, 400, "headlin"),
        ({"headline": 7}, 422, "headline"),
        ({"headline": "x" * 256}, 422, "headline"),
        ({"language": "xx"}, 422, "language"),
        ({"topics": ["Nothing"]}, 422, "topics"),
        ({"topics": "politics"}, 422, "topics"),
        ({"genre": "poem"}, 422, "genre"),
        ({"urgency": "soon"}, 422, "urgency"),
        ({"urgency": [1]}, 422, "urgency"),
        ({"embargoed_until": "tomorrow"}, 422, "embargoed_until"),
        ({"lead_picture": 2**70}, 422, "lead_picture"),
        ({"lead_picture": True}, 422, "lead_picture"),
        ({"id": "x" * 200}, 422, "id"),
    ],
)
def test_what_is_wrong_is_said_and_where(api: Program, given: dict[str, Any], status: int, where: str) -> None:
    answer, said = api("post", STORIES, **({"language": "en", "headline": "Snow", "body": "It fell."} | given))
    assert (answer, said["errors"][0]["where"]) == (status, where)
    assert said["errors"][0]["message"]
    assert not Article.objects.exists()


def test_hostile_requests_are_refused(api: Program) -> None:
    key = {"Authorization": f"Bearer {api._key}"}
    client = Client()
    for body in (b"[]", b"{", b"\xff", b"[" * 100_000, b'"x"', b"null"):
        assert client.generic("POST", STORIES, body, content_type="application/json", headers=key).status_code == 400
    made = api("post", STORIES, language="en", headline="\ud800<script>\u202e", body="\0<b>", slug="../../x")[1]
    assert "<script>" in made["headline"]
    assert "/" not in made["slug"]
    assert "&lt;b&gt;" in made["blocks"][0]["value"]
    for address in (
        at(2**80),
        at(0),
        f"{STORIES}?before=x",
        f"{STORIES}?state=x",
        f"{STORIES}?language=xx",
        f"{STORIES}nothing/",
    ):
        assert 400 <= api("get", address)[0] < 500, address
    assert client.get(at(2**80), headers=key).status_code == 404
    assert api("delete", STORIES)[0] == 405


def test_blocks_that_cannot_be_sent_are_not_lost(api: Program, draft: Make) -> None:
    story = draft(body=[("pull_quote", "Nobody came.")])
    mark = api("get", at(story.pk))[1]["revision"]
    status, said = api("patch", at(story.pk), revision=mark, body="New")
    assert (status, said["errors"][0]["where"]) == (409, "body")
    assert api("patch", at(story.pk), revision=mark, body="New", replace_body=True)[0] == 200


def test_the_list_goes_on(api: Program, draft: Make, published: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tamizdat.desk.api.stories.MOST", 2)
    made = [draft("One").pk, published("Two").pk, draft("Three", "ru").pk]
    status, first = api("get", STORIES)
    assert (status, [one["number"] for one in first["stories"]]) == (200, made[:0:-1])
    assert [one["number"] for one in api("get", f"{STORIES}?before={first['before']}")[1]["stories"]] == made[:1]
    assert [one["headline"] for one in api("get", f"{STORIES}?state=live&language=en")[1]["stories"]] == ["Two"]


def test_a_picture_leads_a_story(api: Program) -> None:
    file = SimpleUploadedFile("road.jpg", jpeg())
    status, made = api.upload(file=file, alt_text="A road in snow", credit_line="Nino / The Pass")
    assert (status, made["alt_text"]) == (201, "A road in snow")
    assert Picture.objects.get().uploaded_by_user == api.user
    topic = Topic(slug="roads", texts=[TopicText(language="en", name="Roads")])
    topic.save()
    story = api(
        "post", STORIES, language="en", headline="Snow", body="It fell.", lead_picture=made["number"], topics=["roads"]
    )[1]
    assert (story["lead_picture"], story["topics"]) == (made["number"], ["roads"])
    status, said = api.upload(file=SimpleUploadedFile("road.jpg", b"no picture"))
    assert (status, said["errors"][0]["where"]) == (422, "file")


def test_who_adds_no_pictures_uploads_none() -> None:
    program = Program(people.add_user("tamar", password=PASSWORD, role=people.TRANSLATORS))
    assert program.upload(file=SimpleUploadedFile("road.jpg", jpeg()))[0] == 403


def test_a_token_may_send_more_than_a_stranger(api: Program) -> None:
    long = "Snow. " * 5000
    assert api("post", STORIES, language="en", headline="Snow", body=long)[0] == 201
    assert Client().post(STORIES, {"x": long}).status_code == 413
    header = {"Authorization": f"Bearer {api._key}"}
    assert Client().get("/desk/may-send/", headers=header).status_code == 204


def test_an_unpublished_story_is_a_draft_again(api: Program, published: Make) -> None:
    assert api("post", at(published().pk, "unpublish/"))[1]["state"] == "draft"
