"""Who acts: a dated registry of states, movements and organisations, and the way from words to one of them.

registry()                      all actors, with their names, dates and successors
resolve.find(text)              every mention of an actor in a text
resolve.at(mention, on=date)    which actor it means at the date told of, or a ranked doubt
"""

from detente.actors.registry import Actor, Registry, registry

__all__ = ["Actor", "Registry", "registry"]
