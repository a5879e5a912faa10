"""Letters to people, by e-mail: written with the change that they tell of, sent by the worker."""
