"""Files of notices, by their type and name."""
