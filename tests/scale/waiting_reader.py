"""A reader for the tests: it says that it has begun, waits to be let go, and claims what the first passage says."""

import os
import time
from pathlib import Path

from detente.model import Claim, Document

PATIENCE = 600.0  # seconds


class WaitingReader:
    """Begun, it leaves a file "begun-<process>"; it goes on as soon as there is a file "go"."""

    name = "waiting-1"

    def read(self, document: Document) -> list[Claim]:
        folder = Path(os.environ["WAITING_FOLDER"])
        (folder / f"begun-{os.getpid()}").touch()
        until = time.monotonic() + PATIENCE
        while not (folder / "go").exists() and time.monotonic() < until:
            time.sleep(0.05)
        passage = document.passages[0]
        words = document.text[passage.start : passage.end]
        return [
            Claim(
                id=f"c-{document.id}",
                document=document.id,
                file=document.file,
                quote=words,
                start=passage.start,
                end=passage.end,
                kind="other",
                initiators=("RUS",),
                targets=("USA",),
                date=None,
                modality="happened",
                confidence=0.5,
                reader=self.name,
            )
        ]
