"""What a sentence claims, and whether its support carries it."""

from __future__ import annotations

import pytest

from advisor.claims import altered, amounts, names_provision, read, unsupported
from advisor.domain.values import Language

EN, FR = Language.EN, Language.FR
_RULE = {
    EN: (
        "A public servant must not disclose the information to any person unless the Commissioner "
        "consents. The complaint must be filed not later than 60 days after the day of the "
        "reprisal. The Commissioner may extend the period."
    ),
    FR: (
        "Le fonctionnaire ne peut communiquer les renseignements à quiconque, sauf avec le "
        "consentement du commissaire. La plainte doit être déposée dans les soixante jours suivant "
        "la date des représailles. Le commissaire peut prolonger le délai."
    ),
}


def _found(text: str, language: Language) -> set[tuple[str, str, str | None]]:
    return {(amount.kind, amount.value, amount.bound) for amount in amounts(text, language)}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("within sixty days", ("day", "60", "most")),
        ("not later than 60 days", ("day", "60", "most")),
        ("at least two weeks", ("week", "2", "least")),
        ("a 12-month period", ("month", "12", None)),
        ("within one year", ("year", "1", "most")),
        ("within 10 business days", ("working day", "10", "most")),
        ("the 60th day", ("day", "60", None)),
        ("more than $1,000.50", ("money", "1000.50", "over")),
        ("five thousand dollars", ("money", "5000", None)),
        ("on April 1, 2020", ("date", "2020/4/1", None)),
        ("2020-04-01", ("date", "2020/4/1", None)),
        ("under section 19.1", ("reference", "19.1", None)),
        ("paragraph 8(1)(a)", ("reference", "8(1)(a)", None)),
        ("subsections (1) and (2)", ("reference", "(2)", None)),
        ("sections 5 to 7", ("reference", "7", None)),
        ("call 1-833-222-3333", ("phone", "18332223333", None)),
        ("call 9-8-8", ("phone", "988", None)),
        ("5 per cent", ("percent", "5", None)),
    ],
)
def test_english_figures_have_one_form(text: str, expected: tuple[str, str, str | None]) -> None:
    assert expected in _found(text, EN)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("dans les soixante jours", ("day", "60", "most")),
        ("au plus tard 90 jours", ("day", "90", "most")),
        ("quatre-vingt-dix jours", ("day", "90", None)),
        ("soixante et onze jours", ("day", "71", None)),
        ("au moins deux semaines", ("week", "2", "least")),
        ("un an", ("year", "1", None)),
        ("dix jours ouvrables", ("working day", "10", None)),
        ("le 60e jour", ("day", "60", None)),
        ("1 000 $", ("money", "1000", None)),
        ("cinq mille dollars", ("money", "5000", None)),
        ("le 1er avril 2020", ("date", "2020/4/1", None)),
        ("l'article 19.1", ("reference", "19.1", None)),
        ("l'alinéa 8(1)a)", ("reference", "8(1)(a)", None)),
        ("les alinéas a) et b)", ("reference", "(b)", None)),
        ("2,5 pour cent", ("percent", "2.5", None)),
    ],
)
def test_french_figures_have_one_form(text: str, expected: tuple[str, str, str | None]) -> None:
    assert expected in _found(text, FR)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("No one of them may ask.", EN),
        ("First, write it down.", EN),
        ("You may keep a copy once a year passes by.", EN),
        ("Premièrement, notez tout; un collègue peut vous aider.", FR),
    ],
)
def test_pronouns_and_orders_of_speech_are_no_figures(text: str, language: Language) -> None:
    assert not amounts(text, language)


@pytest.mark.parametrize(
    ("text", "language", "force"),
    [
        ("You must report it.", EN, "must"),
        ("An employee shall report.", EN, "must"),
        ("You are required to report.", EN, "must"),
        ("You may keep it.", EN, "may"),
        ("You should ask.", EN, "should"),
        ("You must not accept.", EN, "must_not"),
        ("You may not accept.", EN, "must_not"),
        ("You can’t accept.", EN, "must_not"),
        ("It is prohibited to accept.", EN, "must_not"),
        ("You are not required to report.", EN, "no_duty"),
        ("Vous devez le déclarer.", FR, "must"),
        ("Le fonctionnaire est tenu de déclarer.", FR, "must"),
        ("Vous pouvez le garder.", FR, "may"),
        ("Vous devriez demander.", FR, "should"),
        ("Vous ne devez pas accepter.", FR, "must_not"),
        ("Nul ne peut accepter.", FR, "must_not"),
        ("Il est interdit d'accepter.", FR, "must_not"),
        ("Il n'est pas tenu de déclarer.", FR, "no_duty"),
    ],
)
def test_the_force_of_a_sentence_is_read(text: str, language: Language, force: str) -> None:
    assert force in read(text, language).forces


@pytest.mark.parametrize("language", Language)
def test_a_text_supports_itself(language: Language) -> None:
    rule = _RULE[language]
    assert unsupported(rule, [rule], language) == ()
    assert altered(rule, [rule], language) == ()


@pytest.mark.parametrize(
    ("sentence", "language", "reason"),
    [
        ("File it within 90 days.", EN, "V6: 90 days"),
        ("File it within 60 weeks.", EN, "V6: 60 weeks"),
        ("File it at least 60 days later.", EN, "V6: 60 days"),
        ("The limit is $500.", EN, "V6: $500"),
        ("See section 20.", EN, "V6: section 20"),
        ("Déposez-la dans les 90 jours.", FR, "V6: 90 jours"),
        ("La limite est de 500 $.", FR, "V6: 500 $"),
    ],
)
def test_a_figure_without_support_is_named(sentence: str, language: Language, reason: str) -> None:
    assert reason in unsupported(sentence, [_RULE[language]], language)


def test_a_duty_or_prohibition_without_support_is_named() -> None:
    permission = ["You may ask the Commissioner for advice."]
    assert unsupported("You must ask.", permission, EN) == ("V7: must",)
    assert unsupported("You must not ask.", permission, EN) == ("V7: must not",)
    assert unsupported("Vous devez demander.", ["Vous pouvez demander conseil."], FR) == (
        "V7: must",
    )


@pytest.mark.parametrize(
    ("sentence", "language"),
    [
        ("Write down who offered what, and tell your manager the same day.", EN),
        ("Don't accept the gift.", EN),
        ("Notez qui a offert quoi et parlez-en à votre gestionnaire.", FR),
        ("N'acceptez pas le cadeau.", FR),
        ("Mark the 60th day in your calendar.", EN),
        ("Inscrivez le 60e jour à votre agenda.", FR),
    ],
)
def test_a_plain_imperative_needs_no_support(sentence: str, language: Language) -> None:
    assert unsupported(sentence, [_RULE[language]], language) == ()


@pytest.mark.parametrize(
    ("sentence", "language"),
    [
        ("You must file the complaint not later than 60 days after the reprisal.", EN),
        ("You must not disclose the information unless the Commissioner consents.", EN),
        ("The Commissioner may extend the period.", EN),
        ("La plainte doit être déposée dans les 60 jours suivant les représailles.", FR),
        ("Le commissaire peut prolonger le délai.", FR),
    ],
)
def test_a_faithful_paraphrase_is_not_altered(sentence: str, language: Language) -> None:
    assert altered(sentence, [_RULE[language]], language) == ()


@pytest.mark.parametrize(
    ("sentence", "language"),
    [
        ("A public servant must disclose the information unless the Commissioner consents.", EN),
        ("You must not disclose the information.", EN),
        ("The complaint may be filed not later than 60 days after the day of the reprisal.", EN),
        ("The complaint must never be filed not later than 60 days after the reprisal.", EN),
        ("The Commissioner must extend the period.", EN),
        ("The Commissioner may only extend the period.", EN),
        ("The Minister may extend the period.", EN),
        ("Le fonctionnaire peut communiquer les renseignements, sauf avec le consentement.", FR),
        ("La plainte peut être déposée dans les soixante jours suivant les représailles.", FR),
        ("Le commissaire ne peut pas prolonger le délai.", FR),
        ("Le ministre peut prolonger le délai.", FR),
        ("Le commissaire doit prolonger le délai.", FR),
    ],
)
def test_a_changed_meaning_is_found(sentence: str, language: Language) -> None:
    assert altered(sentence, [_RULE[language]], language)


def test_an_opposite_is_found_whether_by_prefix_or_by_word() -> None:
    assert altered("The lawful order stands.", ["The unlawful order stands."], EN)
    assert altered("Refuse the gift politely.", ["Accept the gift politely."], EN)


def test_provisions_are_named_in_both_languages() -> None:
    assert names_provision("The Act says so.", EN)
    assert names_provision("La Loi le dit.", FR)
    assert not names_provision("Ask a colleague first.", EN)


@pytest.mark.parametrize(
    ("sentence", "language"),
    [
        ("Tell the manager above the two of you.", EN),
        ("Comparez les deux emplois.", FR),
        ("Une journée de vacances n'y change rien.", FR),
    ],
)
def test_counting_in_words_needs_no_support_on_a_card(sentence: str, language: Language) -> None:
    assert unsupported(sentence, [_RULE[language]], language) == ()


def test_a_count_in_words_still_needs_its_quote() -> None:
    assert altered("The five members vote.", ["The three members vote."], EN)
