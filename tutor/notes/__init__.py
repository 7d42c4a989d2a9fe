"""Markdown in, values out: reading notes, their sections, passages, facts, tables and aliases."""
