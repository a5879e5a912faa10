"""Works and people: films, series, seasons, episodes, editions, names, credits, identifiers."""
