"""Newsletters: who reads which, with whose consent, and what was sent to whom.

The room knows addresses of mail and finished texts. It must not know what a story is, how a page is made, or who works
at the desk; it knows no Django. The desk and the edition hand it texts; the door hands it what readers ask for.
"""

from tamizdat.letters.errors import BadAddress, LettersError

__all__ = ["BadAddress", "LettersError"]
