"""Accounts as people meet them: allauth under our addresses, in our words and our design."""
