"""Asking a running site for pages: the addresses, the server, wrk, and the table of what it found."""
