"""The words that the mutations exchange, in both languages, as (pattern, replacement)."""

from __future__ import annotations

from advisor.domain.values import Language

Swap = tuple[str, str]

NEGATIONS: dict[Language, tuple[Swap, ...]] = {
    Language.EN: (
        (r"\b(shall|must|may|does|is|are|has|have|do|did|was|were) not\b", r"\1"),
        (r"\b(must|shall|may|should)\b(?! not)", r"\1 not"),
        (r"\b(is|are|was|were|has been)\b(?! not)", r"\1 not"),
        (r"\bwithout\b", "with"),
        (r"\bNo (person|public servant|employee|action|member)\b", r"A \1"),
        (r"\bno (?=[a-z])", "a "),
        (r"\bcannot\b", "can"),
        (r"\b(must|shall)\b(?! not)", r"\1 never"),
    ),
    Language.FR: (
        (r"\bne (\w+) pas\b", r"\1"),
        (r"\bn[’'](\w+) pas\b", r"\1"),
        (r"(?<!\b[Nn]ul )(?<!\b[Nn]i )\bne (peut|peuvent|doit|doivent)\b(?! pas| ni)", r"\1"),
        (r"(?<![Nn]e )\b(peut|peuvent|doit|doivent)\b", r"ne \1 pas"),
        (r"(?<![Nn]e )(?<![Nn][’'])\b(est|sont)\b", r"n'\1 pas"),
        (r"\bsans\b", "avec"),
        (r"\bn(?:[’']|e )(\w+) aucun(e?)\b", r"\1 un\2"),
        (r"\bNul ne\b", "Chacun"),
        (r"(?<![Nn]e )\b(doit|peut)\b(?! pas)", r"ne \1 jamais"),
    ),
}
OBLIGATIONS: dict[Language, tuple[Swap, ...]] = {
    Language.EN: (
        (r"\b(shall|must)\b(?! not)", "may"),
        (r"\b(shall|must)\b(?! not)", "should"),
        (r"\bmay\b(?! not)", "must"),
        (r"\bmay\b(?! not)", "should"),
        (r"\bmay\b(?! not)", "is required to"),
        (r"\b(shall|must|may) not\b", "need not"),
        (r"\b(shall|must|may) not\b", "should not"),
        (r"\bis required to\b", "may"),
        (r"\bis entitled to\b", "must"),
        (r"\bshould\b", "must"),
    ),
    Language.FR: (
        (r"(?<![Nn]e )\bdoit\b", "peut"),
        (r"(?<![Nn]e )\bdoivent\b", "peuvent"),
        (r"(?<![Nn]e )\bpeut\b", "doit"),
        (r"(?<![Nn]e )\bpeuvent\b", "doivent"),
        (r"(?<![Nn]e )\bpeut\b", "devrait"),
        (r"(?<![Nn]e )\bdoit\b", "devrait"),
        (r"(?<![Nn]e )\bpeut\b", "est tenu de"),
        (r"\best tenue? de\b", "peut"),
        (r"\best tenue? d[’']", "peut "),
        (r"\bdevrait\b", "doit"),
        (r"\ba le droit de\b", "doit"),
    ),
}
NUMBER_WORDS = {
    Language.EN: ("two", "three", "four", "five", "six", "ten", "twelve", "thirty", "sixty"),
    Language.FR: ("deux", "trois", "quatre", "cinq", "six", "dix", "douze", "trente", "soixante"),
}
MONTHS = {
    Language.EN: ("January", "March", "April", "June", "July", "September", "December"),
    Language.FR: ("janvier", "mars", "avril", "juin", "juillet", "septembre", "décembre"),
}
UNITS: dict[Language, tuple[tuple[str, ...], ...]] = {
    Language.EN: (("days", "weeks", "months", "years"), ("day", "week", "month", "year")),
    Language.FR: (("jours", "semaines", "mois", "ans", "années"), ("jour", "semaine", "an")),
}
REFERENCE = {
    Language.EN: r"\b(?:sub)?(?:section|paragraph)s? \(?(\d+(?:\.\d+)?)",
    Language.FR: r"\b(?:article|paragraphe|alinéa)s? \(?(\d+(?:\.\d+)?)",
}
EXCEPTION = {
    Language.EN: r",? (?:unless|except|other than|subject to|only if)\b[^.;:]*",
    Language.FR: (
        r",? (?:sauf|à moins (?:que|qu’|de|d’)|sous réserve|à l’exception|autres? que)[^.;:]*"
    ),
}
CONDITION = {
    Language.EN: r",? \b(?:if|when|where|whenever|provided that|until)\b [^.,;:]*",
    Language.FR: (
        r",? \b(?:si|s’il|lorsque|lorsqu’il|dans le cas où|en cas de|tant que)\b ?[^.,;:]*"
    ),
}
SCOPES: dict[Language, tuple[tuple[Swap, ...], tuple[Swap, ...]]] = {
    Language.EN: (
        (
            (r"\bonly\b ?", ""),
            (r"\bat least\b", "at most"),
            (r"\b(?:within|not later than) (?=\w+ days)", "after "),
            (r"\b(?:a|the) public servant\b", "any person"),
            (r"\bsome\b", "all"),
            (r"\b(?:the|a) (?=\w+ (?:must|may|shall)\b)", "every "),
            (r"\b(?:reasonable|serious|written|specific) ", ""),
        ),
        (
            (r"\b(may|must|shall)\b", r"\1 only"),
            (r"\b(?:any|every|all)\b", "some"),
            (r"\b(may|must|shall)\b(?! not)", r"\1 usually"),
            (r"\bnot more than\b", "not less than"),
            (r"\bperson\b", "minister"),
        ),
    ),
    Language.FR: (
        (
            (r"\b(?:seulement|uniquement|exclusivement)\b ?", ""),
            (r"\bau moins\b", "au plus"),
            (r"\bdans les (?=\w+ jours)", "après les "),
            (r"\b[Ll]e fonctionnaire\b", "toute personne"),
            (r"\bcertains\b", "tous les"),
            (r"\b[Ll]e (?=\w+ (?:peut|doit)\b)", "chaque "),
            (r" (?:raisonnables?|graves?|écrite?|précis)\b", ""),
        ),
        (
            (r"\b(peut|doit)\b", r"\1 seulement"),
            (r"\b(?:tous les|toutes les)\b", "certains"),
            (r"\btoute\b", "certaine"),
            (r"\b(peut|doit)\b", r"\1 généralement"),
            (r"\bau plus\b", "au moins"),
            (r"\bpersonne\b", "ministre"),
        ),
    ),
}
ACTORS = {
    Language.EN: (
        "Commissioner", "Minister", "employer", "employee", "public servant", "deputy head",
        "Tribunal", "Board", "chief executive", "complainant", "Governor in Council", "person",
    ),
    Language.FR: (
        "commissaire", "ministre", "employeur", "fonctionnaire", "administrateur général",
        "Tribunal", "plaignant", "gouverneur en conseil", "personne", "Commission",
    ),
}  # fmt: skip
ALIKE = {"a": "а", "e": "е", "o": "о", "c": "с", "p": "р", "i": "і", "x": "х", "s": "ѕ"}
HIDDEN = ("\u200b", "\u2060", "\ufeff", "\u202e", "\U000e0061")
