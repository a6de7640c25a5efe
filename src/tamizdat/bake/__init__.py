"""Mechanism: which public files are stale, render them, write them.

It knows keys, targets and files; it does not know what an article is. Products are handed to it (see products.py).
"""
