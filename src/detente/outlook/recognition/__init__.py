"""Who recognises next: a discrete-time hazard model of recognition as it spreads, fitted on past waves of recognition.

waves.py      tables of who recognised whom when, with what is doubtful in them kept doubtful
ties.py       who is whose neighbour and ally, on a day
view.py       what is known on a day of each state that has not moved yet, as figures
hazard.py     the model: the chance of moving within so many days
trial.py      how it does on past waves, against the base rate and a constant hazard
model.py      the fitted model as data, and how it is fitted anew
steps.py      what a record tells of each state: whether it has recognised, and its other steps on the way
forecast.py   the outlook toward one actor, from a record
"""

from __future__ import annotations
