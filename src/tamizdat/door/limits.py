"""How much of anything one client may ask for, and how long it may take. docs/serving.md lists these for newsrooms."""

MOST_TARGET = 8 * 1024  # bytes of path and query
MOST_HEAD = 32 * 1024  # bytes of header fields
MOST_FIELDS = 100
MOST_IGNORED_BODY = 64 * 1024  # bytes of a body that nothing here wants
MOST_BODY = 64 * 1024  # bytes of a form that is taken in
MOST_RETURNED = 256 * 1024  # bytes of a report that a letter came back, which may hold the letter
MOST_BODIES = 256  # forms that a process holds at once
MOST_DESK_FORM = (
    64 * 1024
)  # bytes of a body that the desk gets at once and whole; a longer one is passed on as it arrives
MOST_WAITING = 64  # requests sent ahead on one connection

HEAD_SECONDS = 15  # for a request to arrive whole, its first byte to its last header
IDLE_SECONDS = 75  # between requests
STALL_SECONDS = 60  # without a byte read by a client that is being sent something
BODY_SECONDS = 60  # without a byte of a body that is being passed to the desk
FORM_SECONDS = 60  # for a form to arrive whole
LINGER_SECONDS = 2  # to let a refused client read why
DESK_SECONDS = 300  # for the desk to begin its answer
DESK_CONNECT_SECONDS = 5
MAY_SEND_SECONDS = 15  # for the desk to say whether a long body may be sent
STOP_SECONDS = 5  # for answers under way when the process is told to stop

CHUNK = 256 * 1024  # bytes of a large file read at once
MOST_CONNECTIONS = 8_192  # a process; fewer where the system allows fewer open files
NETWORK_SHARE = 8  # one network has at most one part in so many of the connections, and of the forms held at once
