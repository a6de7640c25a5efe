"""`python -m tamizdat` is the command `tamizdat`."""

from tamizdat.cli import main

main()
