"""Verbs: every write of the newsroom. Views, commands, tasks and importers parse, call one verb, answer."""
