"""The desk: Wagtail as a newsroom's desk, in the newsroom's words.

Trusted people write here. Views parse, call one verb of `newsroom.actions`, and answer. The desk knows no public file:
what a reader would see (preview.py) and how the edition stands (edition_report.py) are handed to it by config/wiring.py.
"""
