"""``python -m detente`` and the ``detente`` command."""

from __future__ import annotations


def main() -> None:
    """Run the command line and leave the process with its status."""
    from detente.cli.app import run

    raise SystemExit(run())


if __name__ == "__main__":
    main()
