"""Published event streams, GDELT, ICEWS and POLECAT, as events in the record's own terms.

``layouts`` knows their columns, ``expressions`` says in Ibis what becomes of a row, ``codes`` what their codes stand for,
``take`` runs it on the record, ``ask`` answers with what was taken. Nothing of a stream becomes a claim: a claim has words.
"""
