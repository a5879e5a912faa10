"""Django's SQLite with one thing mended: several processes may open a file that nobody has opened yet."""
