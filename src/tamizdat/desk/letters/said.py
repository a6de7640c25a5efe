"""What the room `letters` says, in the language of the desk. The room has no catalogues, and stores some of its sentences: so a
sentence is known by its words, and what it names (a server, its answer, a file) is put into the translated one."""

from __future__ import annotations

import re
from functools import cache

from django.utils.translation import gettext as translated
from django.utils.translation import gettext_noop as _

SENTENCES = (
    _("An address has a name, one @ and a domain, such as reader@example.org."),
    _("The part before the @ is not one that mail servers take."),
    _("The part before the @ has a character that mail servers do not take."),
    _("The address is too long."),
    _("The part after the @ is no domain."),
    _("The part after the @ is no domain of the open net."),
    _("The domain mixes letters of several scripts, as imitations do."),
    _("There is no such reader (any more)."),
    _("%(path)s cannot be made: %(why)s. Look at the disk and the rights there."),
    _("The letters database was written by a newer Tamizdat. Upgrade this one, or put back an older backup."),
    _("%(path)s was written by a newer Tamizdat. Upgrade this one, or put back an older backup."),
    _("%(path)s cannot be used: %(why)s. Look at the disk and the rights of that file."),
    _("The letters database cannot be used: %(why)s. See that PostgreSQL runs."),
    _("%(folder)s has a DKIM key of another kind than its file says. Put the right file back."),
    _("%(path)s cannot be used: %(why)s. Look at the rights of that folder."),
    _("%(path)s holds no private key. Put the right file back, or remove it."),
    _("%(path)s is empty: anybody could sign links. Put the file back from a backup, or remove it."),
    _("The letter in %(language)s has no %(place)s: nobody could leave. Put it in."),
    _("Letter %(letter)s was sent already. Cancel that send first, or write another letter."),
    _("“%(letter)s” has no text yet. Write a subject and choose stories first."),
    _("“%(letter)s” has no text in any language. Write a subject and choose stories first."),
    _("The letter cannot be put together: %(why)s"),
    _("The server refuses letter after letter. Its answer: %(answer)s"),
    _("No mail can be sent: mail.server in newsroom.toml names no server."),
    _("The server did not take the test. Its answer: %(answer)s"),
    _("%(folder)s cannot be made: %(why)s. Look at the rights there."),
    _("Mail cannot be written to %(folder)s: %(why)s. Look at the disk."),
    _("The certificate of %(server)s cannot be trusted: %(why)s. Check the host's name in mail.server."),
    _("The certificate of %(server)s cannot be trusted. Check the API's address."),
    _("%(server)s takes messages of at most %(most)s kB, and this one has %(size)s. Shorten the letter."),
    _("%(server)s offers no TLS, so anybody on the way could read the letters. Use another port or server."),
    _("%(server)s cannot sign us in for now (code %(code)s)."),
    _("%(server)s does not accept the user name and password (code %(code)s). Check mail.server."),
    _("%(server)s does not accept the key (code %(code)s). Check mail.server."),
    _("%(server)s offers no sign-in by password. Check the port in mail.server."),
    _("%(server)s: TLS could not be started: %(why)s."),
    _("%(server)s cannot be reached."),
    _("%(server)s cannot be reached: %(why)s."),
    _("%(server)s greets us with %(answer)s"),
    _("%(server)s answers %(command)s with %(answer)s"),
    _("%(server)s refuses our address: %(answer)s"),
    _("%(server)s refuses a reader %(answer)s"),
    _("%(server)s refuses the message %(answer)s"),
    _("%(server)s takes the message %(answer)s"),
    _("%(server)s: The server did not answer within %(seconds)s seconds."),
    _("%(server)s: The connection was lost."),
    _("%(server)s: The connection was lost (%(why)s)."),
    _("%(server)s: There is no connection."),
    _("%(server)s: The connection was given up."),
    _("%(server)s: The server said more than any should."),
    _("%(server)s: The server's answer is none of SMTP's."),
    _("%(server)s: Something was said between STARTTLS and TLS."),
    _("mail.server names a provider's API, and django-anymail is not installed. Run: pip install django-anymail"),
    _("anymail cannot send by “%(provider)s”: %(why)s. Check mail.server."),
    _("mail.server needs the option %(option)s, as in anymail:%(provider)s?option=value."),
    _("mail.server needs another option: %(why)s, as in anymail:%(provider)s?option=value."),
    _("%(server)s cannot carry our letters: %(why)s."),
    _("%(server)s answers %(answer)s. Shorten the letter."),
    _("%(server)s answers %(answer)s"),
)
"""Where two fit, the first is meant."""
_NAMED = re.compile(r"%\\\((\w+)\\\)s")


def in_words_of_the_desk(sentence: object) -> str:
    """As it is, where it is none of ours, such as an answer of a server."""
    text = str(sentence)
    for written, pattern in _patterns():
        if found := pattern.fullmatch(text):
            return translated(written) % found.groupdict()
    return text


@cache
def _patterns() -> list[tuple[str, re.Pattern[str]]]:
    return [(one, re.compile(_NAMED.sub(r"(?P<\1>.+?)", re.escape(one)), re.DOTALL)) for one in SENTENCES]
