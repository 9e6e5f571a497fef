"""From files to provisions and cards."""
