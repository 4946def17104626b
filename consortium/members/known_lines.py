"""Crisis lines known throughout the country, as drafts: a new consortium begins with them, and rings each one itself.

They may be named; they are no facts of ours. None carries a day of verification, so none counts until somebody of the
consortium has rung it, or written to it, and was answered.
"""

from typing import Final

from consortium.members.values import CrisisLine

KNOWN_LINES: Final[tuple[CrisisLine, ...]] = (
    CrisisLine(
        name="Emergency",
        number="911",
        href="tel:911",
        blurb_en="You or somebody else is in danger now.",
        blurb_es="Usted u otra persona está en peligro ahora.",
        verified_on=None,
    ),
    CrisisLine(
        name="988 Lifeline",
        number="988",
        href="tel:988",
        blurb_en="Suicide and crisis line, day and night. Veterans press 1.",
        blurb_es="Línea de suicidio y crisis, día y noche. Veteranos: oprima 1.",
        verified_on=None,
    ),
    CrisisLine(
        name="988 Lifeline by text",
        number="988",
        href="sms:988",
        blurb_en="The same line, by text message.",
        blurb_es="La misma línea, por mensaje de texto.",
        verified_on=None,
    ),
    CrisisLine(
        name="Veterans Crisis Line by text",
        number="838255",
        href="sms:838255",
        blurb_en="For veterans, by text message.",
        blurb_es="Para veteranos, por mensaje de texto.",
        verified_on=None,
    ),
    CrisisLine(
        name="Copline",
        number="1-800-267-5463",
        href="tel:+18002675463",
        blurb_en="Retired officers answer, day and night. Not tied to any agency.",
        blurb_es="Contestan oficiales retirados, día y noche. No depende de ninguna agencia.",
        verified_on=None,
    ),
)
