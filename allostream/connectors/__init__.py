"""Outside sources: one package each, reading what they offer into plain values."""
