"""How people get into the desk, and how they are kept out: second factors, sessions, the pages about both."""
