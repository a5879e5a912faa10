"""From a host's real reply to facts: one module for each host. They read values and never the network.

A reader never raises for what a reply holds or lacks; what it cannot read stays unknown.
"""
