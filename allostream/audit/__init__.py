"""The append-only record of who changed what, when and why, sealed into a hash chain."""
