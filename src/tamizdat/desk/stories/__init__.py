"""Writing, finding, translating and killing stories."""
