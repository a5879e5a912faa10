"""Allostream: a directory that tells where films and series can lawfully be watched."""

__version__ = "0.1.0"
