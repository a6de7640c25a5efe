"""The newsroom's nouns (article, region, topic, series, author, picture, address) and the verbs that change them.

Every write is noted in the bake's outbox, in the same transaction, however it is made (noting.py).
No page or public file is known here.
"""
