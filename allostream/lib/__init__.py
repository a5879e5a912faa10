"""Pure helpers without a subject of their own: no Django, no network, no clock but lib.clock."""
