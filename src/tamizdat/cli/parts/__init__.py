"""The parts of `tamizdat serve`, a module each: `run(newsroom, port)` blocks until SIGTERM or Ctrl-C."""
