"""What people bring and say: links that they propose, what became of each, and why."""
