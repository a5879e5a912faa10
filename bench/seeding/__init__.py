"""A made-up catalogue of any size, the same for the same seed: what pages are measured on."""
