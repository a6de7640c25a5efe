"""What is done with a newsroom as a whole: backup, restore, upgrade, status, locks, baking. docs/operations.md has the list.

Settings are `config`'s, words and output are `cli`'s. Modules that need Django say so in their first lines: they can be
imported only once it is set up. The others must work on a database that this program could not open.
"""
