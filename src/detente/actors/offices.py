"""Offices and bodies of a state, as English puts them beside its name: "the Iranian foreign ministry", "army of Chad".

Patterns only; which actor such a phrase stands for is settled by the name in it. Knows nothing of names or actors.
"""

from __future__ import annotations

import re

_PORTFOLIOS = (
    "foreign|defen[cs]e|interior|finance|trade|oil|energy|economy|justice|war|information|culture|agriculture|health"
    "|treasury|cabinet|external affairs|foreign affairs|home"
)
_BODIES = rf"""
government|govt|authorities|administration|leadership|regime|rulers|cabinet|junta|crown|throne|court|monarchy|dynasty
(?:{_PORTFOLIOS}) (?:ministry|ministries|department|office|secretariat)
ministry of (?:{_PORTFOLIOS})|department of (?:{_PORTFOLIOS}|state)|ministry|ministries|state department
embass(?:y|ies)|consulates? general|consulates?|legations?|missions?|delegations?|delegates|interests section
liaison office|representative office|representative offices|high commission|trade mission|trade office|political office
(?:special|security|secret|intelligence) services?|intelligence agenc(?:y|ies)|intelligence|secret police|police
parliaments?|congress|senate|legislature|national assembly|(?:lower|upper) house|council of ministers|security council
state council|privy council|(?:supreme|constitutional|high) courts?|courts?|central bank|communist party|foreign office
general staff|high command|armed forces|army|armies|navy|air force|military|militia|forces?|troops|soldiers?
infantry|paratroopers?|commandos?|divisions?|regiments?|marines|fleet|warships?|warplanes?|fighter jets|jets?|aircraft
bombers?|tanks?|gunboats?|submarines?|frigates?|artillery|gunners?|air defen[cs]es?|coast ?guards?|border guards?
peacekeepers?|mercenaries|fighters?|drones?|missiles?|diplomacy|presidency|politburo|central committee
"""
_PEOPLE = rf"""
presidents?|prime ministers?|premiers?|chancellors?|kings?|queens?|emperors?|empress|shahs?|sultans?|emirs?|amirs?
czars?|tsars?|kaiser|sovereigns?|monarchs?|crown prince|princes?|princess|regents?|viceroys?|caudillo|dictators?
strongm[ae]n|leaders?|rulers?|heads? of state|heads? of government|foreign policy chief|secretar(?:y|ies) of state
secretar(?:y|ies) of (?:defen[cs]e|war|the treasury|commerce|the navy)|chief of staff|(?:army|intelligence|spy) chief
(?:{_PORTFOLIOS}) (?:ministers?|secretar(?:y|ies)|chiefs?)|ministers? of (?:{_PORTFOLIOS})|ministers? resident
ministers? plenipotentiary|ministers?|envoys? extraordinary|envoys?|ambassadors?(?: extraordinary)?|high commissioners?
vice[ -]consuls?|consuls?[ -]general|consuls?|charg[ée]s? d['’]affaires(?: ad interim)?|charg[ée]s?|attach[ée]s?
diplomats?|emissar(?:y|ies)|representatives?|negotiators?|mediators?|officials?|spokes(?:man|men|woman|women|person)
aides?|advis[eo]rs?|commissioners?|commanders?(?:[ -]in[ -]chief)?|generals?|admirals?|colonels?|marshals?|officers?
governors?(?:[ -]general)?|lawmakers|legislators|senators?|deputies|parliamentarians|statesm[ae]n|politicians?
agents?|plenipotentiar(?:y|ies)|commissars?|secretary[ -]general|general secretary|chairm[ae]n|chairperson
"""
_MODIFIERS = """
foreign|defen[cs]e|interior|supreme|former|then|new|newly appointed|incoming|outgoing|interim|acting|caretaker
transitional|provisional|central|federal|royal|imperial|national|armed|military|naval|air|ground|special|deputy
vice|first|senior|top|chief|permanent|ruling|communist|revolutionary|republican|constitutional|nationalist|democratic
socialist|elected|exiled|occupying|occupation|invading|regular|government|state|security|intelligence|border|political
diplomatic|consular|trade|economic|resident|non-?resident|high-level|high-ranking|visiting|late|hard-?line
military-backed|internationally recogni[sz]ed|de facto|legitimate|deposed|ousted|puppet|last|current|presidential
parliamentary|expeditionary|volunteer|combat|land|sea|strategic|nuclear|elite|local|assistant|conservative|liberal
"""
_GOVERNING_FORMS = """
kingdom|republic|empire|state|duchy|grand duchy|principality|emirate|sultanate|federation|dominion|free state
free city|free hanseatic city|regency|imamate|realm|union
"""


def _any(lines: str) -> str:
    """One pattern for all alternatives of some lines; a blank in them is any white space of a text."""
    return "(?:" + "|".join(line for line in lines.split("\n") if line).replace(" ", r"\s+") + ")"


HEAD = re.compile(rf"{_any(_BODIES + _PEOPLE)}", re.IGNORECASE)
_PHRASE = rf"(?:{_any(_MODIFIERS)}\s+){{0,3}}{_any(_BODIES + _PEOPLE)}"
# What follows a name: "Iran's foreign ministry", "Iranian government". A dash or letter after it makes it another word.
AFTER = re.compile(rf"(?:['’]s?)?\s+(?P<office>{_PHRASE})(?![\w-])", re.IGNORECASE)
# What comes before one: "foreign ministry of Iran", "King of the". The mention begins with it.
BEFORE = re.compile(rf"(?<![\w-]){_PHRASE}\s+(?:of|for)\s+(?:the\s+)?$", re.IGNORECASE)
FORM = re.compile(rf"(?<![\w-]){_any(_GOVERNING_FORMS)}\s+of\s+(?:the\s+)?$", re.IGNORECASE)
# A title in front of a person's name: "President", "Foreign Minister", "Mr.".
_TITLES = (
    r"mr\.?|mrs\.?|ms\.?|dr\.?|sir|lord|lady|count|herr|monsieur|m\.|baron|prince|pope|ayatollah|mullah|maulvi"
    r"|mawlawi|gen\.|sen\.|comrade|chairman|sheikh|his majesty|secretary"
)
TITLE = re.compile(rf"(?<![\w-])(?:{_any(_MODIFIERS)}\s+){{0,2}}(?:{_any(_PEOPLE)}|{_TITLES})\s+$", re.IGNORECASE)
REACH = 70  # characters before a name that an office or title before it can take up
