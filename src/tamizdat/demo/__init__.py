"""The demo: a small newsroom of our own invention, and what fills a newsroom folder with it.

The words live in content/, the pictures are drawn by drawing/, reading.py turns both into checked values. Nothing here
knows how a newsroom stores a story.
"""
