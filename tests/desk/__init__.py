"""The desk, by what it answers."""
