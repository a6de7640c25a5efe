"""The sending domain: what receivers check, what is published, and the records to publish. It asks name servers only when
somebody presses the button."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from tamizdat.desk.letters import rights
from tamizdat.desk.letters.said import in_words_of_the_desk
from tamizdat.letters import LettersError, dkim, sending_domain
from tamizdat.letters.resolver import NameServers, Resolver
from tamizdat.letters.sending_domain import MEND, PASS, UNKNOWN, Line, Sending
from tamizdat.letters.transport.choose import FOLDER, PROVIDER
from tamizdat.letters.transport.smtp import server_of

resolver: Callable[[], Resolver] = NameServers
ABOUT = {
    "spf": (_("SPF"), _("Which servers may send in the domain’s name. Asked for by Gmail, Yahoo and Outlook.")),
    "dkim": (_("DKIM"), _("A signature in each letter. Asked for by Gmail, Yahoo and Outlook.")),
    "dmarc": (_("DMARC"), _("What receivers do with forged letters. Asked for by Gmail, Yahoo and Outlook.")),
    "reverse": (_("Reverse name"), _("The server’s address has a name that leads back to it. Asked for by Gmail.")),
    "tls": (_("TLS"), _("Letters are encrypted on their way. Asked for by Gmail.")),
    "replies": (_("Replies"), _("Mail to the sender arrives. Asked for by Outlook.")),
}
VERDICTS = {PASS: _("good"), MEND: _("to mend"), UNKNOWN: _("not known")}
WORDS = {
    "spf_good": _("%(domain)s has one SPF record, and it names the server."),
    "spf_missing": _("%(domain)s has no SPF record. Publish this one, or the one that your mail provider names."),
    "spf_several": _("%(domain)s has several SPF records, so none counts. Keep one of them that names every server."),
    "spf_everybody": _("The SPF record of %(domain)s lets everybody send in your name. Publish this one in its place."),
    "spf_lookups": _(
        "The SPF record of %(domain)s needs %(number)s lookups; %(most)s are allowed. Remove what is not used."
    ),
    "spf_server": _(
        "The SPF record of %(domain)s does not name your server (%(addresses)s). Publish this one in its place."
    ),
    "spf_server_unknown": _(
        "%(domain)s has one SPF record. Whether it names the server that sends cannot be seen from here."
    ),
    "dkim_good": _("The key is published at %(name)s."),
    "dkim_missing": _("There is no key at %(name)s. Publish this record."),
    "dkim_other": _("Another key is published at %(name)s. Publish this record in its place, and no second one."),
    "dkim_no_key": _("There is no key to sign with yet. It is made when letters are first sent."),
    "dmarc_good": _("%(domain)s asks receivers to stop forged letters (%(policy)s)."),
    "dmarc_none": _(
        "%(domain)s has a DMARC record that lets forged letters pass. Receivers accept it; this one is safer."
    ),
    "dmarc_missing": _("%(domain)s has no DMARC record. Publish this one."),
    "dmarc_several": _("%(domain)s has several DMARC records, so none counts. Keep one of them."),
    "dmarc_policy": _("The DMARC record of %(domain)s has no policy that receivers know. Publish this one."),
    "aligned": _("The signature or the return address belongs to the sender’s domain, %(domain)s."),
    "not_aligned": _(
        "Neither the signature nor the return address belongs to %(domain)s. Set mail.replies to an address there."
    ),
    "reverse_good": _("%(address)s is named %(name)s, and that name leads back to it."),
    "reverse_missing": _("%(address)s has no name. Ask whoever rents you the server to set this record."),
    "reverse_other": _("%(address)s is named %(name)s, but that name does not lead back. Give %(name)s this address."),
    "reverse_private": _("%(address)s is a private address. What counts is the public one from which letters leave."),
    "tls_good": _("%(server)s encrypts, and its certificate fits its name."),
    "tls_not_offered": _("%(server)s does not offer encryption (STARTTLS). Turn it on there."),
    "tls_not_trusted": _("The certificate of %(server)s does not fit: %(answer)s. Get one for this name."),
    "tls_unreachable": _("%(server)s could not be reached: %(answer)s"),
    "replies_good": _("Mail to %(domain)s has a place to arrive."),
    "replies_missing": _(
        "No server takes mail for %(domain)s: replies and returned letters are lost. Publish an MX record."
    ),
    "unanswered": _("No name server answered for %(name)s. Try again later."),
}


def sending() -> Sending | None:
    """How mail goes out now; None where no sender is set. Raises LettersError."""
    mail = settings.NEWSROOM.mail
    server, sender = mail.route
    if not sender:
        return None
    domain = sender.rpartition("@")[2].lower()
    mail_server = server_of("" if server.startswith((FOLDER, PROVIDER)) else server)
    return Sending(
        domain=domain,
        returns=mail.reply_address.rpartition("@")[2].lower(),
        server=mail_server.host,
        port=mail_server.port,
        tls_from_the_start=mail_server.is_tls_from_start,
        keys=dkim.records(settings.NEWSROOM.keys, domain),
    )


@never_cache
@require_http_methods(["GET", "POST"])
def page(request: HttpRequest) -> HttpResponse:
    """The records of our keys; after the button, what was found."""
    rights.check(request, rights.SEND)
    context: dict[str, Any] = {}
    try:
        found = sending()
        context["sending"] = found
        if found and request.method == "POST":
            context["parts"] = _by_part(sending_domain.check(found, resolver()))
    except LettersError as error:
        context["trouble"] = in_words_of_the_desk(error)
    return TemplateResponse(request, "desk/letters/domain.html", context)


def _by_part(lines: list[Line]) -> list[tuple[Any, Any, list[tuple[Line, Any, str]]]]:
    """(name, why, lines with their verdict and words) in the order of ABOUT."""
    return [
        (name, why, [(line, VERDICTS[line.verdict], str(WORDS[line.code]) % line.values) for line in found])
        for about, (name, why) in ABOUT.items()
        if (found := [line for line in lines if line.about == about])
    ]
