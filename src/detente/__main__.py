"""``python -m detente`` and the ``detente`` command."""

from __future__ import annotations

import sys


class _WithoutPandas:
    """Where it is installed, pyarrow imports pandas only to see that a list is none of its columns, for a second."""

    @staticmethod
    def find_spec(name: str, *_: object) -> None:
        if name == "pandas":
            raise ModuleNotFoundError("The command line does without pandas.", name=name)


def main() -> None:
    """Run the command line and leave the process with its status."""
    sys.meta_path.insert(0, _WithoutPandas)
    from detente.cli.app import run

    raise SystemExit(run())


if __name__ == "__main__":
    main()
