"""The story budget: what is planned, in work, scheduled and published, by day."""
