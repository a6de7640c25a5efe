"""Removals: of a story, a picture, or words, from the database, the originals and the edition, each with a record."""
