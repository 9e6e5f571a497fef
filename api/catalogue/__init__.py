"""What the advisor knows: topics, sources, provisions, contacts, organisations, search."""
