"""Watch links: where a work can be watched, on what right, and who may see the link."""
