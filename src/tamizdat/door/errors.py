"""What can keep the public process from starting, said in one line: what, where, what to do next."""


class DoorError(Exception):
    """The message is for the person at the command line; nothing of a reader's request is ever in it."""
