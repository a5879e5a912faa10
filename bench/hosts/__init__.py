"""Made-up video hosts for the bench of link checks: what each address answers, and a server that does so."""
