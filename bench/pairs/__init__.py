"""Real works that two sources describe, with the identifier by which it is known that they are one."""
