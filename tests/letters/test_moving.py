"""Subscribers in and out of files: our own, Mailchimp's, Ghost's, and files that are none."""

from __future__ import annotations

import csv
import json
import stat
from collections.abc import Sequence
from pathlib import Path

import pytest

from tamizdat.letters import LettersError, subscribing
from tamizdat.letters.moving import exporting, importing, table
from tamizdat.letters.moving.report import Report
from tamizdat.letters.store import Store, consents, lists, readers, shown, suppressed
from tests.letters.conftest import KEY
from tests.letters.test_subscribing import DAY, NOW, ask, confirm, queued, states, subscribed

MAILCHIMP = (
    '"Email Address","First Name","MEMBER_RATING","OPTIN_TIME","OPTIN_IP","CONFIRM_TIME","CONFIRM_IP","LATITUDE","CC",'
    '"LAST_CHANGED","LEID","EUID","NOTES","TAGS"'
)
GHOST = (
    "id,email,name,note,subscribed_to_emails,complimentary_plan,stripe_customer_id,created_at,deleted_at,labels,tiers"
)


def bring_in(store: Store, path: Path, slugs: Sequence[str] = ("weekly",), language: str = "en") -> Report:
    return importing.run(store, KEY, path, slugs=slugs, languages=("en", "ru"), language=language, now=NOW)


def file(tmp_path: Path, text: str, name: str = "file.csv", encoding: str = "utf-8") -> Path:
    path = tmp_path / name
    path.write_text(text, encoding=encoding)
    return path


def counts(report: Report) -> tuple[int, int, int, int, int]:
    return report.taken, report.there, report.left, report.suppressed, report.unusable


def reader(store: Store, address: str) -> readers.Reader:
    found = readers.by_address(store, address)
    assert found
    return found


def table_of(store: Store) -> list[object]:
    """All that an export must keep, without the numbers of readers, which are another database's."""
    columns = (
        "address, language, wants_text, discreet, state, created, confirmed, paused_until, soft_bounces, last_bounce"
    )
    with store.reading() as db:
        return [
            *db.execute(f"SELECT {columns} FROM letters_reader ORDER BY address"),
            *db.execute(
                "SELECT r.address, s.list, s.state, s.since FROM letters_subscription s JOIN letters_reader r "
                "ON r.id = s.reader ORDER BY 1, 2"
            ),
            *db.execute(
                "SELECT r.address, c.list, c.action, c.at, c.language, c.how, c.shown FROM letters_consent c "
                "JOIN letters_reader r ON r.id = c.reader ORDER BY r.address, c.at, c.id"
            ),
            *db.execute("SELECT digest, language, text FROM letters_shown ORDER BY 1"),
        ]


def test_our_own_export_reads_back_without_loss(store: Store, tmp_path: Path) -> None:
    shown.put(store, [("ru", "Одно письмо в неделю, «без слежки»")])
    first = ask(
        store, "=cmd@example.org", language="ru", shown=shown.digest("ru", "Одно письмо в неделю, «без слежки»")
    )
    confirm(store, first.reader)
    choices = {"language": "ru", "wants_text": True, "discreet": True, "paused_until": NOW + DAY}
    subscribing.change(store, first.reader or 0, **choices, lists=[1, 2], now=NOW + 5, how="form")  # type: ignore[arg-type]
    ask(store, "pending@example.org")
    subscribing.leave_all(store, subscribed(store, "'left@example.org"), NOW + 9, "mail")
    subscribing.complain(store, subscribed(store, "spam@example.org"), NOW + 9)
    subscribing.bounce(store, subscribed(store, "читатель@почта.рф"), hard=False, now=NOW + 9)
    export = tmp_path / "subscribers.csv"
    assert exporting.run(store, export) == 5
    assert stat.S_IMODE(export.stat().st_mode) == 0o600
    assert "\n'=cmd@example.org," in export.read_text("utf-8-sig"), "no spreadsheet program runs it"
    other = Store(str(tmp_path / "other.sqlite3"))
    lists.replace(other, lists.every(store))
    assert counts(bring_in(other, export, ())) == (3, 0, 2, 0, 0)
    assert table_of(other) == table_of(store)
    assert suppressed.count(other) == suppressed.count(store)
    assert counts(bring_in(other, export, ())) == (0, 5, 0, 0, 0)
    again = tmp_path / "again.csv"
    exporting.run(other, again)
    assert sorted(again.read_text().splitlines()[1:]) == sorted(export.read_text().splitlines()[1:])
    with pytest.raises(LettersError, match="exists already"):
        exporting.run(store, export)


def test_an_import_doubles_nobody_and_mails_nobody(store: Store, tmp_path: Path) -> None:
    path = file(
        tmp_path, "email,language,confirmed_at\na@example.org,ru-RU,2024-02-03\nA@example.org,,\nb@example.org,,\n"
    )
    assert counts(bring_in(store, path)) == (2, 1, 0, 0, 0)
    assert counts(bring_in(store, path)) == (0, 3, 0, 0, 0)
    assert counts(bring_in(store, path, ["daily"])) == (2, 1, 0, 0, 0)
    first = reader(store, "a@example.org")
    assert (first.language, first.state, first.confirmed) == ("ru", "active", 1_706_918_400)
    assert states(store, first.id) == {1: "active", 2: "active"}
    actions = [(one.action, one.list, one.at, one.how) for one in consents.of_reader(store, first.id)]
    assert actions[0] == ("confirmed", 1, 1_706_918_400, "import")
    assert ("imported", 2, NOW, "import") in actions
    assert queued(store) == []


def test_who_left_here_does_not_come_back_by_an_import(store: Store, tmp_path: Path) -> None:
    subscribing.leave_all(store, subscribed(store, "left@example.org"), NOW, "form")
    subscribing.erase(store, KEY, subscribed(store, "erased@example.org"), NOW)
    subscribing.complain(store, subscribed(store, "spam@example.org"), NOW)
    subscribing.bounce(store, subscribed(store, "dead@example.org"), hard=True, now=NOW)
    stays = subscribed(store, "stays@example.org", lists=[1, 2])
    subscribing.change(
        store, stays, language="en", wants_text=False, discreet=False, paused_until=None, lists=[2], now=NOW, how="form"
    )
    path = file(
        tmp_path, "left@example.org\nErased@example.org\nspam@example.org\ndead@example.org\nstays@example.org\n"
    )
    assert counts(bring_in(store, path)) == (0, 1, 0, 4, 0)
    assert states(store, stays) == {1: "left", 2: "active"}
    assert readers.by_address(store, "erased@example.org") is None


def test_mailchimps_three_files_give_three_states(store: Store, tmp_path: Path) -> None:
    subscribed_file = (
        f'{MAILCHIMP}\n"a@example.org","Aigul",4,"2021-05-01 10:00:00","203.0.113.7","2021-05-01 10:05:00","203.0.113.7",'
        '"41.7","GE","2024-01-01 00:00:00","1","e1","","""vip"""\n'
    )
    gone = (
        '"{}@example.org","",2,"2020-01-01 00:00:00","203.0.113.8","","","","","","2","e2","","","2022-06-01 12:00:00"'
    )
    unsubscribed = f'{MAILCHIMP},"UNSUB_TIME"\n{gone.format("u")}\n'
    cleaned = f'{MAILCHIMP},"CLEAN_TIME"\n{gone.format("c")}\n'
    prefix = "email_audience_export_0a1b.csv"
    assert counts(bring_in(store, file(tmp_path, subscribed_file, f"subscribed_{prefix}"))) == (1, 0, 0, 0, 0)
    assert counts(bring_in(store, file(tmp_path, unsubscribed, f"unsubscribed_{prefix}"))) == (0, 0, 1, 0, 0)
    assert counts(bring_in(store, file(tmp_path, cleaned, f"cleaned_{prefix}"))) == (0, 0, 1, 0, 0)
    assert counts(bring_in(store, file(tmp_path, subscribed_file, f"nonsubscribed_{prefix}"))) == (0, 0, 0, 0, 1)
    first, left = reader(store, "a@example.org"), reader(store, "u@example.org")
    assert (first.created, first.confirmed, first.state) == (1_619_863_200, 1_619_863_500, "active")
    assert [one.action for one in consents.of_reader(store, first.id)] == ["asked", "confirmed", "imported"]
    assert (left.state, states(store, left.id)) == ("left", {1: "left"})
    assert suppressed.reason(store, KEY, "c@example.org") == "bounced"
    assert readers.by_address(store, "c@example.org") is None
    exporting.run(store, tmp_path / "out.csv")
    assert "203.0.113" not in (tmp_path / "out.csv").read_text(), "no network address is kept"
    rejoined = file(tmp_path, subscribed_file.replace("a@example.org", "u@example.org"), "subscribed_b.csv")
    assert counts(bring_in(store, rejoined, ["daily"]))[0] == 1, "they left another list than this one"


def test_ghosts_members_keep_their_dates_and_their_wish(store: Store, tmp_path: Path) -> None:
    path = file(
        tmp_path,
        f"{GHOST}\n1,a@example.org,Ann,,true,false,,2022-01-05T10:00:00.000Z,,vip,\n"
        "2,b@example.org,,,false,false,,2022-01-05T10:00:00.000Z,,,\n"
        "3,left@example.org,,,false,false,,2022-01-05T10:00:00.000Z,,,\n"
        "4,gone@example.org,,,true,false,,2022-01-05T10:00:00.000Z,2023-01-01T00:00:00.000Z,,\n",
    )
    already = subscribed(store, "b@example.org")
    report = bring_in(store, path, language="ru")
    assert counts(report) == (1, 1, 1, 0, 1)
    assert report.named == [(5, "a member who was deleted")]
    first = reader(store, "a@example.org")
    assert (first.language, first.confirmed) == ("ru", 1_641_376_800)
    assert states(store, already) == {1: "active"}, "nobody knows when they left there"
    assert reader(store, "left@example.org").state == "left"


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("email;language\na@example.org;ru\n", "utf-8"),
        ("email\tlanguage\r\na@example.org\tru\r\n", "utf-16"),
        ("\ufeffEmail,Language\na@example.org,ru", "utf-8"),
        ("Почта,language\n\na@example.org,ru\n\n", "utf-8"),
    ],
)
def test_files_of_other_programs_are_read(store: Store, tmp_path: Path, text: str, encoding: str) -> None:
    assert counts(bring_in(store, file(tmp_path, text, encoding=encoding))) == (1, 0, 0, 0, 0)
    assert reader(store, "a@example.org").language == "ru"


def test_a_status_that_is_not_subscribed_makes_nobody_a_reader(store: Store, tmp_path: Path) -> None:
    lines = ["email,status", "a@b.example,Subscribed", "b@b.example,unsubscribed", "c@b.example,blocklisted"]
    report = bring_in(store, file(tmp_path, "\n".join([*lines, "d@b.example,pending", "e@b.example,"])))
    assert counts(report) == (2, 0, 2, 0, 1)
    assert reader(store, "b@b.example").state == readers.LEFT
    assert [readers.by_address(store, f"{name}@b.example") for name in "cd"] == [None, None]
    assert (report.named[0][0], "'pending'" in report.named[0][1]) == (5, True)


def test_an_unusable_line_is_named_and_the_others_are_taken(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "file.csv"
    path.write_bytes(
        b"email,created_at\nnot an address,\na@example.org,2020-01-01\nb@example.org,yesterday\n"
        b"c@example.org,,,more\n\xff\xfe@example.org,\nd@example.org\n"
    )
    report = bring_in(store, path)
    assert counts(report) == (2, 0, 0, 0, 4)
    assert [line for line, _ in report.named] == [2, 4, 5, 6]
    assert "example" not in " ".join(why for _, why in report.named if "domain, such as" not in why)


@pytest.mark.parametrize(
    ("text", "slugs", "message"),
    [
        ("", ["weekly"], "is empty"),
        ("name,phone\nA,1\n", ["weekly"], "no column of addresses"),
        ("a@example.org,ru\n", ["weekly"], "names its columns"),
        ("email\na@example.org\n", [], "daily, old, weekly"),
        ("email\na@example.org\n", ["monthly"], "no list 'monthly'"),
        ("email,state,consents\na@example.org,active,[]\n", ["weekly"], "Leave out --list"),
        ("PK\x03\x04\x00\x00", ["weekly"], "no CSV file"),
    ],
)
def test_a_file_that_cannot_be_taken_says_why(
    store: Store, tmp_path: Path, text: str, slugs: list[str], message: str
) -> None:
    with pytest.raises(LettersError, match=message):
        bring_in(store, file(tmp_path, text), slugs)


def test_a_file_of_ours_that_somebody_edited_is_refused_by_line(store: Store, tmp_path: Path) -> None:
    path = file(
        tmp_path,
        "email,state,soft_bounces,consents,list:weekly,list:gone\na@example.org,friend,0,[],,\nb@example.org,active,x,[],,\n"
        "c@example.org,active,0,{},maybe,\nd@example.org,active,0,[1],,\ne@example.org,active,0,[],active,active\n",
    )
    report = bring_in(store, path, ())
    assert counts(report) == (1, 0, 0, 0, 4)
    assert report.unknown_lists == {"gone"}


def test_a_file_of_hostile_strings_is_read_to_its_end(store: Store, tmp_path: Path, shared_data: Path) -> None:
    strings = json.loads((shared_data / "hostile-strings-blns" / "blns.json").read_text())
    path = tmp_path / "hostile.csv"
    with path.open("w", encoding="utf-8", errors="surrogatepass", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(["email", "language", "created_at"])
        writer.writerows([text, text, text] for text in strings)
        writer.writerows([f"r{number}@example.org", text, ""] for number, text in enumerate(strings))
    report = bring_in(store, path)
    assert report.taken >= len(strings) - 1
    assert sum(counts(report)) <= 2 * len(strings)
    exporting.run(store, tmp_path / "out.csv")
    assert counts(bring_in(store, tmp_path / "out.csv", ())) == (0, report.taken, 0, 0, 0)


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@x", "\tx", "'", "'=x", "''@", "plain", "", "ё"])
def test_a_cell_that_a_spreadsheet_would_run_reads_back(cell: str) -> None:
    assert table.plain(table.safe(cell)) == cell
    assert not table.safe(cell).startswith(("=", "+", "-", "@", "\t"))
