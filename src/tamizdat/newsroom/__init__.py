"""The newsroom's nouns (article, region, topic, series, author, picture, address) and the verbs that change them.

Every write is a verb in `actions/`; each notes what it changed in the bake's outbox, in the same transaction.
No page or public file is known here.
"""
