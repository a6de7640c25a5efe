"""Letters at the desk: the lists, writing and sending a letter, the readers, and whether the sending domain is ready."""

from tamizdat.desk.letters.group import LettersGroup

__all__ = ["LettersGroup"]
