"""Messages: read by two MIME parsers, verified by dkimpy, and without a way to inject a header."""

from __future__ import annotations

import email
import email.policy
import re
from email.message import EmailMessage
from pathlib import Path

import pytest
from imap_tools import MailMessage

from tamizdat.letters import dkim, placeholders, return_path
from tamizdat.letters.links import Link, Links
from tamizdat.letters.messages import Message, Origin, Recipient, Template, Text
from tamizdat.letters.return_path import token_of
from tests.letters.signatures import valid

NOW = 1_796_000_000
DOMAIN = "example.org"
KEY = b"k" * 32
ORIGIN = Origin(sender=f"news@{DOMAIN}", replies=f"news@{DOMAIN}", site="https://now.example", key=KEY)
LINKS = Links(KEY)
FOOT = '<p><a href="{{leave}}">Leave</a>  <a href="{{preferences}}">Settings</a></p>'
LATIN = "<p>A  bridge,\t<b>rebuilt</b>. </p>  \n\n" * 60
CYRILLIC = "<p>Мост  восстановлен.\t</p>  \n" * 60


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("keys")


@pytest.fixture(scope="module")
def signers(folder: Path) -> tuple[dkim.Signer, dkim.Signer]:
    return dkim.signers(dkim.load_keys(folder), DOMAIN)


def template(signers: tuple[dkim.Signer, ...], **text: str) -> Template:
    given = {"subject": "News", "from_name": "The Pass", "html": "", "text": "Read {{site}}/x/ or {{leave}}\n", **text}
    return Template(Text(**given), ORIGIN, list_id="weekly", tokens=LINKS, signers=signers)


def to(address: str = "reader@mail.example") -> Recipient:
    return Recipient(reader=7, address=address, list=3, send=5)


def parsed(message: Message) -> EmailMessage:
    found = email.message_from_bytes(message.data, policy=email.policy.default)
    assert isinstance(found, EmailMessage)
    return found


def test_an_answer_to_a_confirmation_goes_to_the_address_that_confirms() -> None:
    asking = Template(
        Text(subject="Confirm", from_name="The Pass", html="", text="{{confirm}}"),
        ORIGIN,
        list_id="",
        tokens=LINKS,
        signers=[],
    )
    replies = str(parsed(asking.message(Recipient(reader=7, address="a@b.example", list=3, notice=9), NOW))["Reply-To"])
    token = token_of(replies.partition("+")[2].partition("@")[0])
    assert LINKS.read(token) == Link(action="confirm", reader=7, list=3)
    assert str(parsed(template(()).message(to(), NOW))["Reply-To"]) == ORIGIN.replies


def lines(text: str) -> str:
    return text.replace("\r\n", "\n").rstrip()


BODIES = {
    "latin": (LATIN + FOOT, "Hello  there \n.\n..x \n{{leave}}\n{{preferences}}"),
    "cyrillic": (CYRILLIC + FOOT, "Здравствуйте,  читатель \n.\n{{leave}}\n{{preferences}}\n"),
    "persian": ("<p dir=rtl>پل  بازسازی شد</p>" * 40 + FOOT, "پل\n{{leave}}\n{{preferences}}"),
    "marks first": ("{{leave}} {{preferences}} " + CYRILLIC, "{{leave}}{{preferences}}\n\n\n"),
    "text alone": ("", "Короткое письмо\n\n{{leave}}\n{{preferences}}\n\n"),
    "text alone, in Latin letters": ("", "A  short one \n\n{{preferences}}\n{{leave}}"),
    "one long line": (f"<p>{'word ' * 4000}</p>{FOOT}", "x" * 5000 + "{{leave}}{{preferences}}"),
}


@pytest.mark.parametrize("name", BODIES)
def test_two_parsers_read_the_same_and_both_signatures_hold(
    name: str, folder: Path, signers: tuple[dkim.Signer, dkim.Signer]
) -> None:
    html, text = BODIES[name]
    message = template(
        signers, html=html, text=text, subject="Мост, и ещё раз мост: длинная тема письма о мосте"
    ).message(to(), NOW)
    leave = placeholders.link(ORIGIN.site, "leave", LINKS.token("leave", 7, 3))
    settings = placeholders.link(ORIGIN.site, "preferences", LINKS.token("preferences", 7))
    said = text.replace("{{leave}}", leave).replace("{{preferences}}", settings).rstrip()
    one, other = parsed(message), MailMessage.from_bytes(message.data)
    assert not one.defects
    plain = one.get_body(("plain",))
    assert plain is not None
    assert not plain.defects
    assert lines(plain.get_content()) == lines(other.text) == said
    if html:
        page = one.get_body(("html",))
        assert page is not None
        expected = html.replace("{{leave}}", leave).replace("{{preferences}}", settings).rstrip()
        assert lines(page.get_content()) == lines(other.html) == expected
    assert one["Subject"] == other.subject == "Мост, и ещё раз мост: длинная тема письма о мосте"
    assert valid(message.data, dkim.records(folder, DOMAIN)) == [True, True]
    assert message.data.isascii()
    assert max(map(len, message.data.split(b"\r\n"))) <= 200
    assert b"\n" not in message.data.replace(b"\r\n", b"")
    assert b"\r" not in message.data.replace(b"\r\n", b"")


def test_a_changed_message_fails_the_check(folder: Path, signers: tuple[dkim.Signer, dkim.Signer]) -> None:
    data = template(signers).message(to(), NOW).data
    records = dkim.records(folder, DOMAIN)
    assert valid(data.replace(b"Subject: News", b"Subject: Noise"), records) == [False, False]
    assert valid(data.replace(b"\r\nSubject:", b"\r\nSubject: Other\r\nSubject:"), records) == [False, False]


def test_what_receivers_of_bulk_mail_ask_for_is_there_and_signed(signers: tuple[dkim.Signer, dkim.Signer]) -> None:
    message = template(signers).message(to(), NOW)
    read = parsed(message)
    assert read["List-Id"] == "<weekly.example.org>"
    assert read["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    by_click, by_mail = (part.strip(" <>") for part in str(read["List-Unsubscribe"]).split(","))
    assert by_click == placeholders.link(ORIGIN.site, "leave", LINKS.token("leave", 7, 3))
    assert re.fullmatch(r"mailto:news\+[a-z2-7]+@example\.org\?subject=leave", by_mail)
    assert len(by_mail.removeprefix("mailto:").partition("@")[0]) <= 64
    assert read["Date"] == "Mon, 30 Nov 2026 00:53:20 +0000"
    for signature in read.get_all("DKIM-Signature", []):
        names = re.sub(r"\s", "", str(signature)).partition(";h=")[2].partition(";")[0].split(":")
        assert {"list-unsubscribe", "list-unsubscribe-post", "list-id", "from", "message-id"} <= set(names)


def test_an_attempt_has_the_message_id_of_the_one_before(signers: tuple[dkim.Signer, dkim.Signer]) -> None:
    made = template(signers)
    first, second = parsed(made.message(to(), NOW)), parsed(made.message(to(), NOW + 3600))
    assert first["Message-ID"] == second["Message-ID"]
    other = Recipient(reader=8, address="reader@mail.example", list=3, send=5)
    assert parsed(made.message(other, NOW))["Message-ID"] != first["Message-ID"]


def test_a_notice_is_no_bulk_mail(signers: tuple[dkim.Signer, dkim.Signer]) -> None:
    text = Text(subject="Confirm", from_name="The Pass", html="<p>{{address}}: {{confirm}}</p>", text="{{confirm}}")
    made = Template(text, ORIGIN, list_id="", tokens=LINKS, signers=signers)
    read = parsed(made.message(Recipient(reader=7, address="o'neil&co@mail.example", list=3, notice=9), NOW))
    assert read["Auto-Submitted"] == "auto-generated"
    assert "List-Unsubscribe" not in read
    assert "Precedence" not in read
    page = read.get_body(("html",))
    assert page is not None
    assert "o&#x27;neil&amp;co@mail.example: https://now.example/api/letters/confirm?t=" in page.get_content()


HOSTILE = [
    "News\r\nBcc: all@example.com",
    "News\nX-Injected: 1",
    "a\u2028X-Injected: 1",
    "\x00\x0d\x0aX-Injected: 1",
    "=?utf-8?q?x=0D=0AX-Injected:_1?=",
    "x" * 2000,
    'Quote " and \\ end',
    "\ud800broken",
    "",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_can_add_a_header(text: str, signers: tuple[dkim.Signer, dkim.Signer]) -> None:
    plain = parsed(template(signers).message(to(), NOW))
    read = parsed(template(signers, subject=text, from_name=text).message(to(), NOW))
    assert read.keys() == plain.keys()
    assert read["From"].addresses[0].addr_spec == ORIGIN.sender
    assert len(read["From"].addresses) == 1


@pytest.mark.parametrize(
    "address",
    ["a b@mail.example", 'a">\r\nBcc: x@mail.example', "a,b@mail.example", "<a>@mail.example", "x@y>@mail.example"],
)
def test_no_address_can_add_a_header_or_a_recipient(address: str, signers: tuple[dkim.Signer, dkim.Signer]) -> None:
    plain = parsed(template(signers).message(to(), NOW))
    message = template(signers).message(to(address), NOW)
    assert parsed(message).keys() == plain.keys()
    assert len(parsed(message)["To"].addresses) == 1
    assert not re.search(r"[\r\n]", message.address)
    assert ">" not in message.address.partition('"')[0]


def test_own_headers_of_a_text_cannot_replace_ours(signers: tuple[dkim.Signer, dkim.Signer]) -> None:
    text = Text(subject="S", from_name="F", html="", text="T", headers={"From": "x@evil.example", "X-Ours": "1"})
    read = parsed(Template(text, ORIGIN, list_id="weekly", tokens=LINKS, signers=signers).message(to(), NOW))
    assert read["From"].addresses[0].addr_spec == ORIGIN.sender
    assert read["X-Ours"] == "1"


def test_an_address_in_other_letters_is_written_as_it_is(
    folder: Path, signers: tuple[dkim.Signer, dkim.Signer]
) -> None:
    message = template(signers).message(to("почта@xn--e1afmkfd.example"), NOW)
    assert message.needs_smtputf8
    assert "To: <почта@xn--e1afmkfd.example>\r\n".encode() in message.data
    assert valid(message.data, dkim.records(folder, DOMAIN)) == [True, True]


def test_a_return_path_is_read_back_whatever_its_case_and_no_other_is() -> None:
    tag = return_path.tag(KEY, 12, 345)
    assert return_path.read(KEY, tag) == return_path.read(KEY, tag.upper()) == (12, 345)
    assert return_path.read(b"other", tag) is None
    assert return_path.read(KEY, tag.replace("345", "346")) is None
    assert return_path.read(KEY, "s1.2." + "a" * 500) is None


def test_keys_are_made_once_and_for_their_owner_only(tmp_path: Path) -> None:
    assert dkim.records(tmp_path, DOMAIN) == dkim.records(tmp_path, DOMAIN)
    assert {path.stat().st_mode & 0o777 for path in tmp_path.iterdir()} == {0o600}
    assert len(list(tmp_path.iterdir())) == 2
