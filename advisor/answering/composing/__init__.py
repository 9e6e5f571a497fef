"""The offline composers."""
