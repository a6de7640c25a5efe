"""How much may be sent to the desk, and by whom: judged before a byte of it is read."""

from __future__ import annotations

import io
from typing import Any

import pytest
from django.test import Client

from tamizdat.desk.bodies import MOST_ANONYMOUS, MOST_FORM, MOST_UPLOAD


class Unread(io.RawIOBase):
    """A body that nobody may read."""

    def read(self, size: int = -1, /) -> bytes:
        raise AssertionError("the body is read")


def post(client: Client, address: str, length: int) -> Any:
    return client.generic(
        "POST",
        address,
        content_type="multipart/form-data; boundary=x",
        CONTENT_LENGTH=str(length),
        **{"wsgi.input": Unread()},
    )


@pytest.fixture(autouse=True)
def checked_as_in_use(client: Client) -> None:
    client.handler.enforce_csrf_checks = True


@pytest.mark.parametrize("address", ["/desk/login/", "/desk/images/add/", "/desk/nothing-here/", "/desk/"])
def test_a_stranger_may_send_a_few_kilobytes(client: Client, address: str) -> None:
    answer = post(client, address, MOST_ANONYMOUS + 1)
    assert (answer.status_code, answer.content) == (413, b"Sign in before you send anything this large.\n")


@pytest.mark.parametrize(
    ("address", "most"),
    [("/desk/login/", MOST_FORM), ("/desk/images/multiple/add/", MOST_UPLOAD), ("/desk/documents/add/", MOST_UPLOAD)],
)
def test_an_editor_may_send_what_the_form_needs(editor: Client, address: str, most: int) -> None:
    answer = post(editor, address, most + 1)
    assert answer.status_code == 413
    assert f"{most // 1024 // 1024} MB" in answer.content.decode()


def test_only_those_who_are_signed_in_may_send_much(client: Client, editor: Client) -> None:
    assert editor.get("/desk/may-send/").status_code == 204
    assert client.get("/desk/may-send/").status_code == 403
