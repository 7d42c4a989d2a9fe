"""Hits to an Answer: quotes, and later comparisons, follow-ups and refusals."""
