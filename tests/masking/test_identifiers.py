"""Numbers and codes that identify a person are masked; what people answer with is not."""

import pytest

from actions.masking import mask


@pytest.mark.parametrize(
    ("text", "masked", "kinds"),
    [
        ("Ring her on 07700 900123.", "Ring her on [phone].", ["phone"]),
        ("0191 498 0000 or (020) 7946 0018", "[phone] or [phone]", ["phone"]),
        ("+44 (0)7700 900123", "[phone]", ["phone"]),
        ("00447700900123 and 447700900123", "[phone] and [phone]", ["phone"]),
        ("call 07700-900-123 2024", "call [phone] 2024", ["phone"]),
        ("write to a.b+c@example.org.uk!", "write to [email]!", ["email"]),
        ("lives at SW1A 1AA, was at ls12bq", "lives at [postcode], was at [postcode]", ["postcode"]),
        ("QQ 12 34 56 C", "[national insurance number]", ["national insurance number"]),
        ("ni qq123456c", "ni [national insurance number]", ["national insurance number"]),
        ("PNC 2001/0123456X or 01/123456x", "PNC [PNC] or [PNC]", ["PNC"]),
        ("CRO 123456/04B, SF39/1234X", "CRO [CRO], [CRO]", ["CRO"]),
        ("he is A1234BC at Leeds", "he is [prison number] at Leeds", ["prison number"]),
        ("dob 01/02/1990", "dob [date of birth]", ["date of birth"]),
        ("D.O.B. 010290", "D.O.B. [date of birth]", ["date of birth"]),
        ("born on the 1st of May 1990", "born on the [date of birth]", ["date of birth"]),
        ("date of birth was given as May 1, 1990", "date of birth was given as [date of birth]", ["date of birth"]),
        ("03.04.85 (DOB)", "[date of birth] (DOB)", ["date of birth"]),
        ("1990-05-01 is her date of birth", "[date of birth] is her date of birth", ["date of birth"]),
        ("a@b.uk then 07700 900123, c@d.uk", "[email] then [phone], [email]", ["email", "phone"]),
    ],
)
def test_identifiers_are_masked_and_named(text, masked, kinds):
    assert mask(text) == (masked, kinds)


@pytest.mark.parametrize(
    "text",
    [
        "CRN X123456",
        "case AB123456",
        "DA-2024-00123",
        "2024/117 is the reference",
        "paragraphs 16.13, 15.1-15.17 and 10.8",
        "12 March 2026",
        "12/03/2026",
        "on 01 02 2026 11 30 in court",
        "2026-03-12",
        "He was born in Leeds. Sentenced on 01/02/2020.",
        "15 working days, 3 months, 1999",
        "call 999 or 101",
        "0808 2000 247 and 0808 80 10 800",
        "0123",
        "at 5 3pm, M4 5pm",
        "Category 3, level 2, 24/7",
        "",
    ],
)
def test_what_people_answer_with_is_left_alone(text):
    assert mask(text) == (text, [])
