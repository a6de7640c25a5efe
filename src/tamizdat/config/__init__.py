"""newsroom.toml and the environment become settings here, read once; `wiring.py` lists every upward call."""
