"""How messages leave: by SMTP, by a provider's API, or into a folder. `port.py` says what the sender needs of each."""
