"""The command line: `advisor`."""

from __future__ import annotations


def main() -> None:
    """Run the command line; the exit code is 0 done, 1 found something wrong, 2 wrong use."""
    from advisor.cli.app import run

    run()
