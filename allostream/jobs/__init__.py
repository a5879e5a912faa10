"""The worker: loops that carry out rows of the outbox and whatever has become due."""
