"""A folder of notes as stored, searchable values. Nothing else opens or parses an index."""
