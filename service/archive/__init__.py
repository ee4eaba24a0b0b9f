"""The archive: what was published, stored in SQLite or PostgreSQL."""
