"""The rules that answer whether a work may be watched freely in a country. No Django, no clock, no network."""
