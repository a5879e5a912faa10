"""Logs of queries with what each of them asks for, in two halves: one to tune search by, one to judge it by."""
