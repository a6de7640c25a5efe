"""Outside eyes: preview links for a source, a lawyer or a partner who has no account.

Whoever has such a link sees one story as readers would, and can comment and approve. It reaches nothing else of the desk.
"""
