"""The record: conversations and answers, on SQLite or PostgreSQL."""
