"""How tables come into being: what Django has no word for."""
