"""A question to ranked hits: which passages answer it, and which facts inside them."""
