"""Evaluation: what the advisor gets right, by harm, with a reason for every failure."""
