"""Past one machine: a Spark cluster that reads documents, and runs what is asked of streams.

``cluster`` gets a session with it or says what is missing, ``reading`` lets its workers read. Knows nothing of records.
"""
