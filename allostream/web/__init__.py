"""Pages: each view finds, checks, calls one action and answers."""
