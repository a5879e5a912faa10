"""Notices of rights holders, orders, counter notices and complaints: kept, understood, matched, acted on, answered."""
