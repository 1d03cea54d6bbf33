"""Who acts next: forecasts from events, and the back-tests that say what a forecast is worth.

Everything here reads events as *quadruples* (initiator, relation, target, day) and knows nothing of documents, claims
or pages. numpy, scipy and lightgbm come with the install group ``outlook``; nothing is imported before it is used.
"""

from __future__ import annotations
