"""The desk for programs: the same stories, verbs and permissions as its pages, in JSON, below /desk/api/v1/. See docs/api.md.

Whoever asks is the account of a token. It knows no session: a cookie has no effect here, so no other site can use one.
"""
