"""What the guard looks for in the raw text, one rule to a module; the words are in `prompts/`."""
