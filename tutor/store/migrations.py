"""How a database of an older schema becomes one of the present schema."""

MIGRATIONS: tuple[str, ...] = ()
"""Number n, from 1, brings version n to n + 1, in one transaction; SQL in which no two statements share a line.

Never edited once released: a new version is a new migration, and `schema.sql` as it is after all of them.
"""
