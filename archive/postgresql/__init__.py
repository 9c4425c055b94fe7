"""Django's PostgreSQL, made to answer as SQLite does; the engine of DATABASE_URL."""
