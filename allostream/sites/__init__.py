"""The sites of one installation, told apart by host name."""
