"""One parser per format of official text."""
