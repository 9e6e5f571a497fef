"""From a turn to an answer."""
