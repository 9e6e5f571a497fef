"""The pages for employees, in both languages."""
