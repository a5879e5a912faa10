"""Pages of facts: their words, what they show, the form by which somebody states one."""
