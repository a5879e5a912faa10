"""Finding links: candidates of sources, the walks through sources, and what becomes of everything that was found."""
