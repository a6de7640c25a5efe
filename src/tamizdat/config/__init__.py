"""newsroom.toml and the environment become settings here, read once; `wiring.py` makes every upward call."""
