"""The room's base class of errors."""


class OperationError(Exception):
    """Something cannot be done with a newsroom. The message says what, where and what to do next."""
