"""Answers on rights in words, tables, maps and paths: what the pages of rights share."""
