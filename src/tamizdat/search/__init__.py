"""Finds stories by words, and by names in any spelling and script. Knows no Django, no newsroom and no HTTP.

documents.py says what a story is to search; text.py, scripts.py, stems/, fold.py and grams.py say which words it is
found by (docs/search.md). index.py keeps them in a folder, searcher.py answers from it: the two doors of the room.
"""
