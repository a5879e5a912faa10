"""Does a watch link still work? Asked again and again, of the host first, with what is seen kept for each link."""
