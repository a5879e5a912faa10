"""Rights: whether a work is free in a country, on what a link rests, and how both are known."""
