"""Asking: a message in, a proved answer out, recorded."""
