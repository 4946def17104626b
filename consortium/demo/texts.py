"""What the demo's people have put into words: an agreement, the limits of confidentiality, the crisis lines.

The agreement and the limits are examples in our own words. No lawyer has seen them; nobody should sign or show them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from agreements import Clause, Kind, Terms
from agreements.clause_library import Speech, filled, find, standard
from consortium.members.values import CrisisLine
from geo import AgencyId

EXAMPLE: Final = "EXAMPLE, NOT A LEGAL TEXT: written for a demonstration with invented parties."


def articles(terms: Terms, names: Mapping[AgencyId, str], state: str) -> dict[Clause, str]:
    """The words of each clause: the library's for agencies of one state, marked as an example."""
    speech = Speech(terms, names)
    words = {clause: filled(find(name).words, speech) for clause, name in standard(Kind.MUTUAL_AID, {state}).items()}
    return words | {Clause.PURPOSE: f"{EXAMPLE} {words[Clause.PURPOSE]}"}


@dataclass(frozen=True, slots=True)
class Limits:
    """The limits of confidentiality of one state in one language, and what sworn peers must report."""

    state: str
    language: str
    text: str
    misconduct_duty: str


_BEFORE_EN: Final = (
    "EXAMPLE. You are asking for a trained peer, not for a therapist. We do not ask for your name or department. "
    "The peer keeps what you say private, except: "
)
_AFTER_EN: Final = (
    " You can talk here about thoughts of suicide. The peer may know your voice: say so, and ask for someone else."
)
_MISCONDUCT_EN: Final = "A sworn peer may have to report serious misconduct by an officer."
_BEFORE_ES: Final = (
    "EJEMPLO. Usted pide hablar con un compañero capacitado, no con un terapeuta. No le preguntamos su nombre ni su "
    "departamento. Lo que diga queda entre los dos, excepto: "
)
_AFTER_ES: Final = (
    " Aquí puede hablar de pensamientos de suicidio. Si el compañero reconoce su voz, dígalo y pida a otra persona."
)
_MISCONDUCT_ES: Final = "Un compañero que es oficial puede tener que informar de una falta grave de otro."

LIMITS: Final = (
    Limits(
        "VA",
        "en",
        _BEFORE_EN + "a threat to kill yourself or hurt somebody; a danger to the public; abuse that the law says must "
        "be reported; a crime that comes to light; what a court demands. If the peer took part in what happened or "
        "saw it, the law may not protect the talk: ask for someone else." + _AFTER_EN,
        _MISCONDUCT_EN,
    ),
    Limits(
        "VA",
        "es",
        _BEFORE_ES + "una amenaza de matarse o de herir a alguien; un peligro para el público; abusos que la ley manda "
        "informar; un delito que salga a la luz; lo que exija un tribunal. Si el compañero participó en los hechos "
        "o los vio, la ley quizá no proteja la conversación: pida a otra persona." + _AFTER_ES,
        _MISCONDUCT_ES,
    ),
    Limits(
        "OR",
        "en",
        _BEFORE_EN + "a threat to kill yourself or somebody else; abuse that the law says must be reported; a crime "
        "that you admit; what a court demands. Peers may talk with each other about how to help you." + _AFTER_EN,
        _MISCONDUCT_EN,
    ),
    Limits(
        "OR",
        "es",
        _BEFORE_ES + "una amenaza de matarse o de matar a alguien; abusos que la ley manda informar; un delito que "
        "usted admita; lo que exija un tribunal. Los compañeros pueden consultarse entre sí cómo ayudarle." + _AFTER_ES,
        _MISCONDUCT_ES,
    ),
    Limits(
        "SC",
        "en",
        _BEFORE_EN + "a present threat to yourself or others; abuse that the law says must be reported; breaking a "
        "state or federal law, if you admit it; what a court demands. If the peer was there as responder, witness "
        "or party, the law may not protect the talk: ask for someone else." + _AFTER_EN,
        _MISCONDUCT_EN,
    ),
    Limits(
        "SC",
        "es",
        _BEFORE_ES + "una amenaza presente contra usted u otros; abusos que la ley manda informar; haber violado una "
        "ley estatal o federal, si lo admite; lo que exija un tribunal. Si el compañero estuvo allí como oficial, "
        "testigo o parte, la ley quizá no proteja la conversación: pida a otra persona." + _AFTER_ES,
        _MISCONDUCT_ES,
    ),
)


def crisis_lines(today: date) -> tuple[CrisisLine, ...]:
    """The national lines, as if somebody had rung each of them within the last two weeks."""
    return (
        CrisisLine(
            name="Emergency",
            number="911",
            href="tel:911",
            blurb_en="You or somebody else is in danger now.",
            blurb_es="Usted u otra persona está en peligro ahora.",
            verified_on=today - timedelta(days=4),
        ),
        CrisisLine(
            name="988 Lifeline",
            number="988",
            href="tel:988",
            blurb_en="Suicide and crisis line, day and night. Veterans press 1.",
            blurb_es="Línea de suicidio y crisis, día y noche. Veteranos: oprima 1.",
            verified_on=today - timedelta(days=4),
        ),
        CrisisLine(
            name="988 Lifeline by text",
            number="988",
            href="sms:988",
            blurb_en="The same line, by text message.",
            blurb_es="La misma línea, por mensaje de texto.",
            verified_on=today - timedelta(days=4),
        ),
        CrisisLine(
            name="Copline",
            number="1-800-267-5463",
            href="tel:+18002675463",
            blurb_en="Retired officers answer, day and night. Not tied to any agency.",
            blurb_es="Contestan oficiales retirados, día y noche. No depende de ninguna agencia.",
            verified_on=today - timedelta(days=11),
        ),
    )
