"""What kept pages rest on besides the versions of titles: counters that rise with every change."""
