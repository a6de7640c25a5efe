"""Pictures at the desk: the form that every upload passes."""
