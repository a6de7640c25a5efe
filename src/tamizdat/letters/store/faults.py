"""What must always hold in the letters database, looked at for `tamizdat check`."""

from __future__ import annotations

from tamizdat.letters.store.database import Store

_FAULTS = {
    "{} readers get letters although their address is suppressed": (
        "SELECT count(*) FROM letters_reader r JOIN letters_suppressed s ON s.key = r.address_hash WHERE r.state = 'active'"
    ),
    "{} subscriptions are of no reader": (
        "SELECT count(*) FROM letters_subscription s WHERE NOT EXISTS (SELECT 1 FROM letters_reader r WHERE r.id = s.reader)"
    ),
    "{} deliveries wait although their send has ended": (
        "SELECT count(*) FROM letters_delivery d JOIN letters_send s ON s.id = d.send AND s.state IN ('done', 'cancelled') "
        "WHERE d.state IN ('waiting', 'taken', 'deferred')"
    ),
    "{} sends have no text": (
        "SELECT count(*) FROM letters_send s WHERE s.state <> 'cancelled' AND EXISTS (SELECT 1 FROM letters_delivery d "
        "WHERE d.send = s.id) AND NOT EXISTS (SELECT 1 FROM letters_content c WHERE c.send = s.id)"
    ),
}


def find(store: Store) -> list[str]:
    """A sentence a fault. Raises LettersError when the database cannot be read at all."""
    found = []
    with store.reading() as db:
        if not db.is_postgresql:
            said = db.execute("PRAGMA quick_check(1)")[0][0]
            if said != "ok":
                return ["the file is damaged"]
        for sentence, query in _FAULTS.items():
            number = db.execute(query)[0][0]
            if number:
                found.append(sentence.format(f"{number:,}"))
    return found
