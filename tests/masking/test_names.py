"""Likely names are masked where something around them says that they are names. All names are invented."""

import pytest

from actions.masking import mask


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("Mr Quill hit her", "Mr [name] hit her"),
        ("saw mrs brightwater last night", "saw mrs [name] last night"),
        ("Dr. Quill and Mr QUILL", "Dr. [name] and Mr [name]"),
        ("told DC Quill", "told DC [name]"),
        ("her name is marlow quill and she is scared", "her name is [name] and she is scared"),
        ("his name's not known; the name is Zanthe", "his name's not known; the name is [name]"),
        ("a woman called zanthe in June", "a woman called [name] in June"),
        ("someone called Zanthe", "someone called [name]"),
        ("known as Zeb", "known as [name]"),
        ("new partner Marlow Quill moved in", "new partner [name] moved in"),
        ("his ex Zanthe, mother of two", "his ex [name], mother of two"),
        ("partner Zanthe's mum", "partner [name]'s mum"),
        ("victim Rose is afraid", "victim [name] is afraid"),
        ("I spoke to Marlow Quill today", "I spoke to [name] today"),
        ("Marlow Quill", "[name]"),
        ("spoke to J. Quill and Marlow J Quill", "spoke to [name] and [name]"),
        ("Will Brightwater come?", "[name] come?"),
        ("O'Neilly-Marlow Quill rang", "[name] rang"),
        ("Zoë Éclairine rang", "[name] rang"),
    ],
)
def test_likely_names_are_masked(text, masked):
    assert mask(text) == (masked, ["name"])


@pytest.mark.parametrize(
    "text",
    [
        "MARAC, MAPPA and Clare's Law",
        "told the victim about Clare's Law",
        "Live Fear Free, Women's Aid, Victim Liaison Officer",
        "the Head of Service Delivery agreed on Good Friday",
        "Thames Valley Police and South Wales Police",
        "Zanthe Brightwater House and the Marlow Quill Act",
        "Senior Probation Officer, Approved Premises, Crown Court",
        "Not Known Yet",
        "Very High",
        "called the police, he called me, called MARAC",
        "partner MARAC; the client OASys",
        "his name is not known",
        "Mr X",
        "HE HIT HER AND RAN",
        "seen in Leeds on Monday",
    ],
)
def test_the_words_of_the_field_are_left_alone(text):
    assert mask(text) == (text, [])
