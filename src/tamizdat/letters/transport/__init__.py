"""How messages leave: by SMTP, or into a folder. `port.py` says what the sender needs of either."""
