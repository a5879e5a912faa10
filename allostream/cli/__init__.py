"""Commands for operators: each turns its arguments into actions and says what happened."""
