"""Numbers that only one thing in the world carries, and dates."""

from __future__ import annotations

import re
from collections.abc import Iterator

from advisor.answering.guards.vocabulary import Particular

_MARK = r"(?:number|num[ée]ro|num|no\.?|n°|nº|n\.|#|id)"
# "invoice 4471", "file no. 22-334", « facture n° 88-12 »
_NUMBERED = re.compile(
    r"\b(?:invoice|file|case|contract|purchase order|p\.?o\.?|order|requisition|tender|rfp|lot|"
    r"solicitation|claim|cheque|check|receipt|batch|plate|permit|serial|asset|inventory|account|"
    r"badge|visa|application|grant|project|warrant|ticket|competition|process|position|docket|"
    r"complaint|grievance|certificate|officer|log|logbook|exhibit|lease|memo|report|vessel|loan|"
    r"facture|dossier|cas|contrat|commande|appel d'offres|r[ée]clamation|ch[èe]que|re[çc]u|plaque|"
    r"permis|s[ée]rie|inventaire|demande d'achat|bon de (?:commande|livraison)|achat|cam[ée]ra|"
    r"baril|barrel|shipment|envoi|container|conteneur|chargement|sample|[ée]chantillon|"
    r"compte|demande|subvention|projet|mandat|billet|concours|"
    r"pi[èe]ce|bail|rapport|pr[êe]t|processus|poste|march[ée]|plainte|grief|certificat|agente?|registre)s?\s{0,2}"
    rf"(?:(?P<marked>{_MARK})\s{{0,2}})?(?:is\s|was\s|est\s(?:le\s|la\s)?|:\s?|#\s?)?"
    r"(?P<number>(?:(?-i:[A-Z]{1,6})[ -]?|[A-Z]{1,3}(?=[\d-])){0,2}\d[A-Z0-9/-]{0,20})",
    re.IGNORECASE,
)
# "report no. 5567", "#4412"
_MARKED = re.compile(rf"(?<!\w){_MARK}\s?(?P<number>\d[\d-]{{2,20}})", re.IGNORECASE)
# "W8486-22-1234", "2026-ABC-4471": letters, digits and hyphens together
_CODE = re.compile(
    r"(?<![\w/.$-])(?=[A-Z0-9/-]{0,12}\d{3})[A-Z]{0,8}\d{0,8}(?:[-/][A-Z0-9]{1,10}){1,5}(?![\w/-])"
    r"|(?<![\w/.$-])[A-Z]{2,4}\d{4,12}(?![\w/-])",
    re.IGNORECASE,
)
# statutory instruments, forms, classifications, years, dates and telephone numbers
_NO_CODE = re.compile(
    r"^(?:SOR|DORS|SI|TR|RSC|LRC|SC|LC|GC|COVID|EX|AS|PM|EC|CR|IT|FI|CS|PE|BI|T|C|S)[-/ ]?\d"
    r"|^(?:19|20)\d\d(?:[-/]\d{1,4}){0,2}$|^\d{1,2}[-/]\d{1,2}[-/]\d{2,4}$|^24/7$"
    r"|^\d{3}-\d{3}-\d{4}$",
    re.IGNORECASE,
)
_MONTH = (
    r"jan(?:uary|vier)?|feb(?:ruary)?|f[ée]vr?(?:ier)?|mar(?:ch|s)?|apr(?:il)?|avr(?:il)?|may|mai|"
    r"june?|juin|july?|juil(?:let)?|aug(?:ust)?|ao[uû]t|sept?(?:ember|embre)?|oct(?:ober|obre)?|"
    r"nov(?:ember|embre)?|dec(?:ember)?|d[ée]c(?:embre)?"
)
_DATE = re.compile(
    rf"\b(?:(?:{_MONTH})\.?\s{{1,2}}\d{{1,2}}(?:st|nd|rd|th)?\b"
    rf"|\d{{1,2}}(?:er|st|nd|rd|th)?\s{{1,2}}(?:of\s)?(?:{_MONTH})\b"
    r"|(?:19|20)\d\d-\d\d?-\d\d?\b|\d{1,2}/\d{1,2}/\d{2,4}\b)",
    re.IGNORECASE,
)
_YEAR = re.compile(r"(?:19|20)\d\d")
PATTERNS = (_NUMBERED, _MARKED, _CODE, _NO_CODE, _DATE, _YEAR)


def numbers(text: str) -> Iterator[Particular]:
    """File, invoice, plate, lot and contract numbers; amounts, years and references to law are not.

    Two digits are enough after "no." or "#", three without.
    """
    for match in _NUMBERED.finditer(text):
        number, marked = match["number"], bool(match["marked"])
        mixed = not number.isdigit()
        enough = _digits(number) >= (2 if marked or mixed else 3)
        if enough and (marked or not _YEAR.fullmatch(number)):
            yield Particular("number", *match.span("number"))
    for match in _MARKED.finditer(text):
        yield Particular("number", *match.span("number"))
    for match in _CODE.finditer(text):
        if not _NO_CODE.match(match.group()) and _digits(match.group()) >= 3:
            yield Particular("number", *match.span())


def date(text: str) -> Particular | None:
    """The first date of `text`, if any; beside a document it says which one."""
    match = _DATE.search(text)
    return Particular("date", *match.span()) if match else None


def _digits(text: str) -> int:
    return sum(character.isdigit() for character in text)
