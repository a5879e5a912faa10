"""Pages on which the catalogue is edited: forms, words, and what an edit is about."""
