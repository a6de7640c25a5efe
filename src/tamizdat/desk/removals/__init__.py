"""Removing a person, words or a picture everywhere, and the records of what was taken down."""
