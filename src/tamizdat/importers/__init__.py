"""Stories from elsewhere: one module for each format, which parses and hands over to newsroom.actions.imports.

Nothing here writes to the database, and nothing of the newsroom's tables is known here.
"""
