"""What a publication will do, shown before it: every public page and feed that changes, and how the story will look."""
