"""A sentence in, who did what to whom and whether it happened out."""

from __future__ import annotations

import pytest

from invented import told

A, H, N = "actual", "hypothetical", "negated"


def both(one: str, act: str, other: str, status: str = A) -> list[tuple[str, str, str, str]]:
    return [(one, act, other, status), (other, act, one, status)]


PLAIN = [
    # CONSULT
    ("Ruritania's president met Graustark's president in Elbonia.", both("RUR", "CONSULT", "GRK")),
    ("Ruritania and Graustark held talks on fishing rights.", both("RUR", "CONSULT", "GRK")),
    ("Talks between Ruritania and Graustark resumed on Monday.", both("RUR", "CONSULT", "GRK")),
    ("The Ruritanian delegation visited Graustark on Tuesday.", [("RUR", "CONSULT", "GRK", A)]),
    ("Ruritania's foreign minister paid a visit to Graustark.", [("RUR", "CONSULT", "GRK", A)]),
    ("Ruritania's prime minister telephoned Graustark's president.", both("RUR", "CONSULT", "GRK")),
    ("Ruritania hosted Graustark's foreign minister for two days.", [("RUR", "CONSULT", "GRK", A)]),
    ("Ruritanian officials discussed the border with Graustark's ambassador.", both("RUR", "CONSULT", "GRK")),
    ("Ruritania's president arrived in Graustark for a summit.", [("RUR", "CONSULT", "GRK", A)]),
    (
        "A meeting between Ruritanian officials and Graustarkian officials took place in secret.",
        both("RUR", "CONSULT", "GRK"),
    ),
    # AGREE
    ("Ruritania agreed to sell grain to Graustark.", [("RUR", "AGREE", "GRK", A)]),
    ("Ruritania offered to mediate with Graustark.", [("RUR", "AGREE", "GRK", A)]),
    ("Ruritania promised to send doctors to Graustark.", [("RUR", "AGREE", "GRK", A)]),
    ("Ruritania is ready to resume talks with Graustark.", [("RUR", "AGREE", "GRK", A)]),
    ("Ruritania's president will visit Graustark next week.", [("RUR", "AGREE", "GRK", A)]),
    ("Ruritania plans to open an embassy in Graustark.", [("RUR", "AGREE", "GRK", A)]),
    ("Ruritania invited Graustark's president to the capital.", [("RUR", "AGREE", "GRK", A)]),
    ("Ruritania and Graustark agreed to exchange prisoners.", both("RUR", "AGREE", "GRK")),
    ("Ruritania pledged 20 million crowns in aid to Graustark.", [("RUR", "AGREE", "GRK", A)]),
    # SUPPORT
    ("Ruritania praised Graustark for its restraint.", [("RUR", "SUPPORT", "GRK", A)]),
    ("Ruritania signed a trade agreement with Graustark.", both("RUR", "SUPPORT", "GRK")),
    ("Ruritania and Graustark signed a memorandum of understanding.", both("RUR", "SUPPORT", "GRK")),
    ("Ruritania's president apologised to Graustark.", [("RUR", "SUPPORT", "GRK", A)]),
    ("Ruritania recognised Graustark as an independent state.", [("RUR", "SUPPORT", "GRK", A)]),
    ("Ruritania welcomed Graustark's decision.", [("RUR", "SUPPORT", "GRK", A)]),
    ("Ruritania voiced support for Graustark.", [("RUR", "SUPPORT", "GRK", A)]),
    ("Ruritania restored diplomatic relations with Graustark.", both("RUR", "SUPPORT", "GRK")),
    ("Graustark was praised by Ruritania's president.", [("RUR", "SUPPORT", "GRK", A)]),
    # COOPERATE
    ("Ruritania and Graustark held joint military exercises.", both("RUR", "COOPERATE", "GRK")),
    ("Ruritania cooperates with Graustark on satellites.", both("RUR", "COOPERATE", "GRK")),
    ("Ruritania extradited two smugglers to Graustark.", [("RUR", "COOPERATE", "GRK", A)]),
    ("Ruritania shared intelligence with Graustark.", [("RUR", "COOPERATE", "GRK", A)]),
    ("Ruritania's navy conducted a drill with Graustark's navy.", both("RUR", "COOPERATE", "GRK")),
    # AID
    ("Ruritania sent food and medicine to Graustark.", [("RUR", "AID", "GRK", A)]),
    ("Ruritania granted a loan of 5 million crowns to Graustark.", [("RUR", "AID", "GRK", A)]),
    ("Ruritania delivered 30 tanks to Graustark.", [("RUR", "AID", "GRK", A)]),
    ("Ruritania granted asylum to a Graustarkian journalist.", [("RUR", "AID", "GRK", A)]),
    ("Humanitarian aid from Ruritania for Graustark arrived by sea.", [("RUR", "AID", "GRK", A)]),
    ("Ruritania has sheltered Graustarkian refugees.", [("RUR", "AID", "GRK", A)]),
    # CONCEDE
    ("Ruritania lifted sanctions on Graustark.", [("RUR", "CONCEDE", "GRK", A)]),
    ("Ruritania eased restrictions on Graustark.", [("RUR", "CONCEDE", "GRK", A)]),
    ("Sanctions against Graustark were lifted by Ruritania.", [("RUR", "CONCEDE", "GRK", A)]),
    ("Ruritania accepted Graustark's demands.", [("RUR", "CONCEDE", "GRK", A)]),
    ("Ruritania and Graustark declared a ceasefire.", both("RUR", "CONCEDE", "GRK")),
    ("Ruritania dropped its ban on Graustarkian wine.", [("RUR", "CONCEDE", "GRK", A)]),
    # RETREAT
    ("Ruritania withdrew its troops from Graustark.", [("RUR", "RETREAT", "GRK", A)]),
    ("Ruritania released two Graustarkian soldiers.", [("RUR", "RETREAT", "GRK", A)]),
    ("Ruritania returned the stolen statues to Graustark.", [("RUR", "RETREAT", "GRK", A)]),
    ("The Ruritanian rebels surrendered to Graustark's army.", [("RUR", "RETREAT", "GRK", A)]),
    ("Two Graustarkian villagers were freed by Ruritanian police.", [("RUR", "RETREAT", "GRK", A)]),
    ("The withdrawal of Ruritanian troops from Graustark ended.", [("RUR", "RETREAT", "GRK", A)]),
    # REQUEST
    ("Ruritania urged Graustark to withdraw its troops.", [("RUR", "REQUEST", "GRK", A)]),
    ("Ruritania asked Graustark for help.", [("RUR", "REQUEST", "GRK", A)]),
    ("Ruritania demanded that Graustark free the crew.", [("RUR", "REQUEST", "GRK", A)]),
    ("Ruritania called on Graustark to end the siege.", [("RUR", "REQUEST", "GRK", A)]),
    ("Ruritania appealed to Graustark for medicine.", [("RUR", "REQUEST", "GRK", A)]),
    ("Graustark was asked by Ruritania to open the border.", [("RUR", "REQUEST", "GRK", A)]),
    ("Ruritania ordered Graustark's ambassador to apologise.", [("RUR", "REQUEST", "GRK", A)]),
    # ACCUSE
    ("Ruritania accused Graustark of bombing a village.", [("RUR", "ACCUSE", "GRK", A)]),
    ("Ruritania condemned Graustark's occupation of the valley.", [("RUR", "ACCUSE", "GRK", A)]),
    ("Ruritania's president criticised Graustark over the dam.", [("RUR", "ACCUSE", "GRK", A)]),
    ("Ruritania lodged a complaint against Graustark.", [("RUR", "ACCUSE", "GRK", A)]),
    ("Ruritania sued Graustark over the canal.", [("RUR", "ACCUSE", "GRK", A)]),
    ("Ruritania opened an investigation into Graustark's embassy.", [("RUR", "ACCUSE", "GRK", A)]),
    ("Graustark was blamed by Ruritania for the fire.", [("RUR", "ACCUSE", "GRK", A)]),
    ("Ruritania summoned Graustark's ambassador.", [("RUR", "ACCUSE", "GRK", A)]),
    # REJECT
    ("Ruritania rejected Graustark's proposal.", [("RUR", "REJECT", "GRK", A)]),
    ("Ruritania refused to lift sanctions on Graustark.", [("RUR", "REJECT", "GRK", A)]),
    ("Ruritania declined to meet Graustark's foreign minister.", [("RUR", "REJECT", "GRK", A)]),
    ("Ruritania opposes a Graustarkian pipeline.", [("RUR", "REJECT", "GRK", A)]),
    ("Ruritania vetoed a resolution on Graustark.", [("RUR", "REJECT", "GRK", A)]),
    ("Graustark's offer was turned down by Ruritania.", [("RUR", "REJECT", "GRK", A)]),
    ("Ruritania will not send food to Graustark.", [("RUR", "REJECT", "GRK", A)]),
    # THREATEN
    ("Ruritania threatened to impose sanctions on Graustark.", [("RUR", "THREATEN", "GRK", A)]),
    ("Ruritania warned Graustark against an attack.", [("RUR", "THREATEN", "GRK", A)]),
    ("Ruritania issued an ultimatum to Graustark.", [("RUR", "THREATEN", "GRK", A)]),
    ("Ruritania will attack Graustark at dawn.", [("RUR", "THREATEN", "GRK", A)]),
    ("Ruritania vowed to attack Graustark.", [("RUR", "THREATEN", "GRK", A)]),
    ("Ruritania threatened Graustark with war.", [("RUR", "THREATEN", "GRK", A)]),
    # PROTEST
    ("Ruritanian students demonstrated against Graustark.", [("RUR", "PROTEST", "GRK", A)]),
    ("Ruritanian workers went on strike against Graustark's government.", [("RUR", "PROTEST", "GRK", A)]),
    ("Ruritanian protesters marched against the Graustarkian government.", [("RUR", "PROTEST", "GRK", A)]),
    ("Ruritanian students staged a protest outside Graustark's embassy.", [("RUR", "PROTEST", "GRK", A)]),
    ("A demonstration by Ruritanian students against Graustark passed off calmly.", [("RUR", "PROTEST", "GRK", A)]),
    # SANCTION
    ("Ruritania imposed sanctions on Graustark.", [("RUR", "SANCTION", "GRK", A)]),
    ("Sanctions were imposed on Graustark by Ruritania.", [("RUR", "SANCTION", "GRK", A)]),
    ("Ruritania expelled two Graustarkian diplomats.", [("RUR", "SANCTION", "GRK", A)]),
    ("Ruritania recalled its ambassador from Graustark.", [("RUR", "SANCTION", "GRK", A)]),
    ("Ruritania broke off diplomatic relations with Graustark.", [("RUR", "SANCTION", "GRK", A)]),
    ("Ruritania suspended aid to Graustark.", [("RUR", "SANCTION", "GRK", A)]),
    ("Ruritania suspended talks with Graustark.", [("RUR", "SANCTION", "GRK", A)]),
    ("Ruritania placed an embargo on Graustark.", [("RUR", "SANCTION", "GRK", A)]),
    ("Ruritania's embargo on Graustark hurt farmers.", [("RUR", "SANCTION", "GRK", A)]),
    # MOBILIZE
    ("Ruritania massed troops on the border with Graustark.", [("RUR", "MOBILIZE", "GRK", A)]),
    ("Ruritania deployed warships near Graustark.", [("RUR", "MOBILIZE", "GRK", A)]),
    (
        "The deployment of Ruritanian troops along the border with Graustark alarmed nobody.",
        [("RUR", "MOBILIZE", "GRK", A)],
    ),
    ("Ruritania mobilised reservists against Graustark.", [("RUR", "MOBILIZE", "GRK", A)]),
    # COERCE
    ("Ruritanian police arrested a Graustarkian journalist.", [("RUR", "COERCE", "GRK", A)]),
    ("Ruritania seized two Graustarkian ships.", [("RUR", "COERCE", "GRK", A)]),
    ("Ruritania deported Graustarkian workers.", [("RUR", "COERCE", "GRK", A)]),
    ("Ruritania violated Graustark's airspace.", [("RUR", "COERCE", "GRK", A)]),
    ("A Graustarkian journalist was detained by Ruritanian police.", [("RUR", "COERCE", "GRK", A)]),
    ("The arrest of a Graustarkian journalist by Ruritanian police caused an outcry.", [("RUR", "COERCE", "GRK", A)]),
    ("Ruritania closed its border with Graustark.", [("RUR", "COERCE", "GRK", A)]),
    # ASSAULT
    ("Ruritania attacked Graustark.", [("RUR", "ASSAULT", "GRK", A)]),
    ("Graustark was attacked by Ruritanian forces.", [("RUR", "ASSAULT", "GRK", A)]),
    ("Ruritanian jets bombed Graustark's army.", [("RUR", "ASSAULT", "GRK", A)]),
    ("Ruritania carried out air strikes on Graustark.", [("RUR", "ASSAULT", "GRK", A)]),
    ("An attack by Ruritania on Graustark left ten dead.", [("RUR", "ASSAULT", "GRK", A)]),
    ("Ruritania shot down a Graustarkian plane.", [("RUR", "ASSAULT", "GRK", A)]),
    ("Ruritanian troops killed nine Graustarkian villagers.", [("RUR", "ASSAULT", "GRK", A)]),
    ("Ruritania launched a missile at Graustark.", [("RUR", "ASSAULT", "GRK", A)]),
    ("Ruritanian soldiers clashed with Graustarkian soldiers.", both("RUR", "ASSAULT", "GRK")),
    ("Ruritania invaded Graustark.", [("RUR", "ASSAULT", "GRK", A)]),
    ("Ruritania's invasion of Graustark surprised everyone.", [("RUR", "ASSAULT", "GRK", A)]),
    ("Ruritania has annexed Graustark.", [("RUR", "ASSAULT", "GRK", A)]),
]

NOT_THE_ACT = [
    # negation
    ("Ruritania did not attack Graustark.", [("RUR", "ASSAULT", "GRK", N)]),
    ("Ruritania never recognised Graustark.", [("RUR", "SUPPORT", "GRK", N)]),
    ("Ruritania has not imposed sanctions on Graustark.", [("RUR", "SANCTION", "GRK", N)]),
    ("No talks were held between Ruritania and Graustark.", both("RUR", "CONSULT", "GRK", N)),
    ("Ruritania left without attacking Graustark.", [("RUR", "ASSAULT", "GRK", N)]),
    ("Ruritania denied attacking Graustark.", [("RUR", "ASSAULT", "GRK", N)]),
    # conditions and modals
    ("Ruritania could attack Graustark.", [("RUR", "ASSAULT", "GRK", H)]),
    ("Ruritania may lift sanctions on Graustark.", [("RUR", "CONCEDE", "GRK", H)]),
    ("If Ruritania attacked Graustark, prices rose.", [("RUR", "ASSAULT", "GRK", H)]),
    ("Ruritania might visit Graustark.", [("RUR", "CONSULT", "GRK", H)]),
    ("Ruritania should apologise to Graustark.", [("RUR", "SUPPORT", "GRK", H)]),
    ("Ruritania tried to attack Graustark.", [("RUR", "ASSAULT", "GRK", A)]),  # code books count an attempted attack
    ("Ruritania tried to help Graustark.", [("RUR", "AID", "GRK", H)]),
    ("Ruritania was unable to attack Graustark.", [("RUR", "ASSAULT", "GRK", H)]),
    # what an act of speech speaks of is not told as done
    ("Ruritania refused to attack Graustark.", [("RUR", "REJECT", "GRK", A)]),
    ("Ruritania said it would attack Graustark.", [("RUR", "THREATEN", "GRK", A)]),
    ("Ruritania said it would send food to Graustark.", [("RUR", "AGREE", "GRK", A)]),
    (
        "Ruritania's president said on Monday that Ruritania will lift sanctions on Graustark.",
        [("RUR", "AGREE", "GRK", A)],
    ),
    ("Ruritania urged Graustark to attack Syldavia.", [("RUR", "REQUEST", "GRK", A)]),
    ("Ruritania accused Graustark of attacking Syldavia.", [("RUR", "ACCUSE", "GRK", A)]),
    ("Ruritania promised not to attack Graustark.", [("RUR", "AGREE", "GRK", A)]),
    ("Ruritania failed to meet Graustark's foreign minister.", [("RUR", "REJECT", "GRK", A)]),
    ("Ruritania cancelled a visit to Graustark.", [("RUR", "REJECT", "GRK", A)]),
    ("Ruritania halted its offensive against Graustark.", [("RUR", "RETREAT", "GRK", A)]),
    ("Ruritania to open talks with Graustark", [("RUR", "AGREE", "GRK", A)]),
    ("Ruritania is going to sign a treaty with Graustark.", [("RUR", "AGREE", "GRK", A)]),
    ("Ruritania is to meet Graustark's president in May.", [("RUR", "AGREE", "GRK", A)]),
    ("Ruritania will not attack Graustark.", [("RUR", "ASSAULT", "GRK", N)]),
]

NOTHING = [
    "Ruritania said Graustark was a neighbour.",
    "Ruritania's president told reporters that Graustark has mountains.",
    "Ruritania and Graustark lie on the same river.",
    "Ruritania noted Graustark's statement.",
    "Wheat grows in Ruritania and Graustark.",
    "The visit was not discussed.",
    "It rained on Tuesday.",
    "Ruritania beat Graustark 2-1 in the final.",
]

SEVERAL = [
    (
        "Ruritania and Graustark condemned Syldavia.",
        [("RUR", "ACCUSE", "SYL", A), ("GRK", "ACCUSE", "SYL", A)],
    ),
    (
        "Ruritania accused Graustark and Syldavia of theft.",
        [("RUR", "ACCUSE", "GRK", A), ("RUR", "ACCUSE", "SYL", A)],
    ),
    (
        "Ruritania opposes a planned Graustarkian-Syldavian pipeline.",
        [("RUR", "REJECT", "GRK", A), ("RUR", "REJECT", "SYL", A)],
    ),
    (
        "Ruritania attacked Graustark and imposed sanctions on Syldavia.",
        [("RUR", "ASSAULT", "GRK", A), ("RUR", "SANCTION", "SYL", A)],
    ),
    (
        "Ruritania's president visited Graustark and met Graustark's prime minister.",
        [("RUR", "CONSULT", "GRK", A), ("GRK", "CONSULT", "RUR", A)],
    ),
    (
        "Ruritania condemned Graustark, which attacked Syldavia.",
        [("RUR", "ACCUSE", "GRK", A), ("GRK", "ASSAULT", "SYL", A)],
    ),
    (
        "Ruritania and Graustark held high-level meetings, and agreed to enhance trade.",
        [*both("RUR", "CONSULT", "GRK"), *both("RUR", "AGREE", "GRK")],
    ),
    (
        "Troops sent by Ruritania attacked Graustark.",
        [("RUR", "ASSAULT", "GRK", A)],
    ),
    (
        "Ruritania, Graustark and Syldavia signed a treaty.",
        [*both("RUR", "SUPPORT", "GRK"), *both("RUR", "SUPPORT", "SYL"), *both("GRK", "SUPPORT", "SYL")],
    ),
    ("Ruritania and Graustark blamed each other for the raid.", both("RUR", "ACCUSE", "GRK")),
    ("The presidents of Ruritania and Graustark threatened one another with tariffs.", both("RUR", "THREATEN", "GRK")),
    ("Ruritania and Graustark shelled each other's harbours on Sunday.", both("RUR", "ASSAULT", "GRK")),
    ("Ruritania and Graustark traded accusations over the dam.", both("RUR", "ACCUSE", "GRK")),
    ("Ruritania and Graustark exchanged threats.", both("RUR", "THREATEN", "GRK")),
    (
        "The leaders of Ruritania and Graustark condemned Syldavia.",
        [("RUR", "ACCUSE", "SYL", A), ("GRK", "ACCUSE", "SYL", A)],
    ),
    ("Ruritania launched 300 drones at Graustark.", [("RUR", "ASSAULT", "GRK", A)]),
    ("Ruritania fired a salvo toward Graustark.", [("RUR", "ASSAULT", "GRK", A)]),
    ("Ruritania released a Graustarkian sailor.", [("RUR", "RETREAT", "GRK", A)]),
    ("Graustarkian editor jailed in Ruritania", []),
    ("Ruritania killed and wounded many Graustarkian soldiers.", [("RUR", "ASSAULT", "GRK", A)]),
    ("Ruritania's prime minister criticised Ruritania.", []),
]


@pytest.mark.parametrize("text, expected", PLAIN, ids=[t for t, _ in PLAIN])
def test_acts_are_coded(text, expected):
    assert told(text) >= set(expected)


@pytest.mark.parametrize("text, expected", PLAIN, ids=[t for t, _ in PLAIN])
def test_nothing_else_is_coded(text, expected):
    assert {(s, a, t) for s, a, t, _ in told(text)} <= {(s, a, t) for s, a, t, _ in expected}


@pytest.mark.parametrize("text, expected", NOT_THE_ACT, ids=[t for t, _ in NOT_THE_ACT])
def test_what_did_not_happen_is_not_told_as_done(text, expected):
    assert told(text) == set(expected)


@pytest.mark.parametrize("text", NOTHING)
def test_attribution_and_company_are_no_acts(text):
    assert told(text) == set()


@pytest.mark.parametrize("text, expected", SEVERAL, ids=[t for t, _ in SEVERAL])
def test_coordination_and_clauses(text, expected):
    assert told(text) == set(expected)
