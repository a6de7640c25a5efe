"""Whether the mail server encrypts, with a certificate that fits its name."""

from __future__ import annotations

import smtplib
import ssl

SECONDS = 6.0
GOOD, NOT_OFFERED, NOT_TRUSTED, UNREACHABLE = "tls_good", "tls_not_offered", "tls_not_trusted", "tls_unreachable"


def probe(host: str, port: int, *, from_the_start: bool, context: ssl.SSLContext | None = None) -> tuple[str, str]:
    """(one of the words above, what the server or the library said). Nothing is sent, and nobody signs in."""
    context = context or ssl.create_default_context()
    try:
        if from_the_start:
            with smtplib.SMTP_SSL(host, port, timeout=SECONDS, context=context):
                return GOOD, ""
        with smtplib.SMTP(host, port, timeout=SECONDS) as server:
            server.ehlo()
            if not server.has_extn("starttls"):
                return NOT_OFFERED, ""
            server.starttls(context=context)
            return GOOD, ""
    except ssl.SSLCertVerificationError as error:
        return NOT_TRUSTED, error.verify_message
    except (OSError, smtplib.SMTPException) as error:
        return UNREACHABLE, str(error)
