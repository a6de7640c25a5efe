"""How the demo's values become rows, one noun a file. Each finds what is there already and adds only what is not."""
