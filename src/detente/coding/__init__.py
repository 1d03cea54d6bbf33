"""Codes sentences: given a sentence and a marked pair of actors, which of PLOVER's roots is it?"""
