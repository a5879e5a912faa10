"""What messages to the desk say: readers of every format give one `Reading` (shape.py). They change nothing."""
