"""Measurements: figures beside a baseline in the same run. `./dev bench NAME` runs one."""
