"""The tables of the letters database. No network address of a reader has a place in any of them.

Numbers of readers are random (readers.new_id): one that goes is never given again, not even after an older backup was
put back, so that a link in an old letter can never lead to somebody else.
"""

from __future__ import annotations

VERSION = 1
_TABLES = """
CREATE TABLE letters_value (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
);
CREATE TABLE letters_list (
    id BIGINT PRIMARY KEY,              -- the number of the desk's LetterList
    slug TEXT NOT NULL UNIQUE,
    is_open INTEGER NOT NULL,
    texts TEXT NOT NULL                 -- JSON: {language: {"name": …, "description": …}}
);
CREATE TABLE letters_shown (
    digest TEXT PRIMARY KEY,
    language TEXT NOT NULL,
    text TEXT NOT NULL                  -- a sentence of a form, for the consents that name its digest
);
CREATE TABLE letters_notice (
    kind TEXT NOT NULL,
    language TEXT NOT NULL,
    list BIGINT NOT NULL,               -- 0: of no list
    subject TEXT NOT NULL,
    html TEXT NOT NULL,
    text TEXT NOT NULL,
    PRIMARY KEY (kind, language, list)
);
CREATE TABLE letters_reader (
    id BIGINT PRIMARY KEY,
    address TEXT NOT NULL,
    address_key TEXT NOT NULL UNIQUE,
    address_hash TEXT NOT NULL,         -- suppressed.hashed(address_key)
    mailbox_hash TEXT NOT NULL,         -- the same of addresses.mailbox
    domain TEXT NOT NULL,
    language TEXT NOT NULL,
    wants_text INTEGER NOT NULL DEFAULT 0,
    discreet INTEGER NOT NULL DEFAULT 0,
    state TEXT NOT NULL,                -- pending, active, left, bounced, complained
    created BIGINT NOT NULL,
    confirmed BIGINT,
    paused_until BIGINT,
    soft_bounces INTEGER NOT NULL DEFAULT 0,
    last_bounce BIGINT,
    asked BIGINT                        -- when a confirmation was last put into the queue
);
CREATE INDEX letters_reader_pending ON letters_reader (created) WHERE state = 'pending';
CREATE TABLE letters_subscription (
    list BIGINT NOT NULL,
    reader BIGINT NOT NULL,
    state TEXT NOT NULL,                -- pending, active, left
    since BIGINT NOT NULL,
    PRIMARY KEY (list, reader)
);
CREATE INDEX letters_subscription_reader ON letters_subscription (reader);
CREATE INDEX letters_subscription_pending ON letters_subscription (since) WHERE state = 'pending';
CREATE TABLE letters_consent (
    id {number},
    reader BIGINT NOT NULL,
    list BIGINT NOT NULL,               -- 0: of no list
    action TEXT NOT NULL,
    at BIGINT NOT NULL,
    language TEXT NOT NULL,
    how TEXT NOT NULL,                  -- form, mail, import, desk, webhook
    shown TEXT NOT NULL                 -- a digest of letters_shown, or ''
);
CREATE INDEX letters_consent_reader ON letters_consent (reader);
CREATE TABLE letters_suppressed (
    key TEXT PRIMARY KEY,               -- an address_hash: nothing in it can be read
    reason TEXT NOT NULL,               -- bounced, complained, erased, left
    at BIGINT NOT NULL
);
CREATE TABLE letters_single (
    id {number},
    reader BIGINT NOT NULL,
    address TEXT NOT NULL,
    mailbox_hash TEXT NOT NULL,
    kind TEXT NOT NULL,
    language TEXT NOT NULL,
    list BIGINT NOT NULL,
    due BIGINT NOT NULL,
    state TEXT NOT NULL,                -- waiting, taken, sending, sent, failed, uncertain
    taken_by TEXT NOT NULL DEFAULT '',
    attempts INTEGER NOT NULL DEFAULT 0,
    answer TEXT NOT NULL DEFAULT '',
    made BIGINT NOT NULL
);
CREATE INDEX letters_single_mailbox ON letters_single (mailbox_hash, made);
CREATE INDEX letters_single_due ON letters_single (state, due);
CREATE INDEX letters_single_made ON letters_single (made);
CREATE INDEX letters_single_reader ON letters_single (reader);
CREATE TABLE letters_send (
    id {number},
    letter BIGINT NOT NULL,
    list BIGINT NOT NULL,
    title TEXT NOT NULL,
    state TEXT NOT NULL,                -- preparing, waiting, sending, paused, cancelled, done
    made BIGINT NOT NULL,
    started BIGINT,
    ended BIGINT
);
CREATE TABLE letters_content (
    id {number},
    send BIGINT NOT NULL,
    language TEXT NOT NULL,
    wants_text INTEGER NOT NULL,
    subject TEXT NOT NULL,
    discreet_subject TEXT NOT NULL,
    from_name TEXT NOT NULL,
    discreet_from_name TEXT NOT NULL,
    html TEXT NOT NULL,                 -- '' where wants_text
    text TEXT NOT NULL,
    headers TEXT NOT NULL,              -- JSON: {name: value}
    UNIQUE (send, language, wants_text)
);
CREATE TABLE letters_send_story (
    send BIGINT NOT NULL,
    story BIGINT NOT NULL,
    PRIMARY KEY (story, send)
);
CREATE TABLE letters_delivery (
    send BIGINT NOT NULL,
    reader BIGINT NOT NULL,
    content BIGINT NOT NULL,
    domain TEXT NOT NULL,
    state TEXT NOT NULL,                -- waiting, taken, sending, handed_over, deferred, bounced, given_up, uncertain, cancelled
    attempts INTEGER NOT NULL DEFAULT 0,
    due BIGINT NOT NULL,
    taken_by TEXT NOT NULL DEFAULT '',
    answer TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (send, reader)
){without_rowid};
CREATE INDEX letters_delivery_due ON letters_delivery (send, state, due);
CREATE TABLE letters_sender (
    name TEXT PRIMARY KEY,
    process BIGINT NOT NULL,
    seen BIGINT NOT NULL
);
"""


def tables(is_postgresql: bool) -> list[str]:
    """The statements that make them."""
    number = "BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY" if is_postgresql else "INTEGER PRIMARY KEY AUTOINCREMENT"
    text = _TABLES.replace("{number}", number).replace("{without_rowid}", "" if is_postgresql else " WITHOUT ROWID")
    plain = "\n".join(line.partition("--")[0] for line in text.splitlines())
    return [statement for statement in map(str.strip, plain.split(";")) if statement]
