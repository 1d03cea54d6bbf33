"""The pages: the record as something to read in a browser, served or written as plain files.

A *page* is built from the record alone (``pages/``), and knows neither server nor file. ``render`` turns it into HTML
and its ``.json`` and ``.csv`` twins, ``links`` says where each page stands; ``app`` serves them and ``publish`` writes
them. Needs the install group ``web``.
"""
