"""Search: an index of names in a file of its own on each machine, and what a reader's words mean."""
