"""The terms of a version in short, each with the clause that it comes from. Pure."""

from collections.abc import Mapping

from agreements import CLAUSE_OF, Terms
from agreements.clause_library import Speech, Voice
from agreements.clause_library.variables import TERM_VARIABLES
from agreements.terms import said_beyond
from consortium.signing.papers.agreement_sheet import TERM_LABELS
from geo import AgencyId


def see_terms(terms: Terms, names: Mapping[AgencyId, str]) -> list[dict[str, str]]:
    """A row for each term of the first form and for each other one that says something: name, value and clause."""
    values = {
        "services": ("Services", ", ".join(sorted(service.value.replace("_", " ") for service in terms.services))),
        "answer_minutes": (
            "Answered within",
            f"{terms.answer_minutes} minutes" if terms.answer_minutes else "not said",
        ),
        "roles": ("Who may serve", ", ".join(sorted(role.value for role in terms.roles))),
        "training_required": ("Training", "needed, in date" if terms.training_required else "not needed"),
        "least_training_hours": ("Least training", f"{terms.least_training_hours} hours"),
        "acceptance": ("How an annex designates", terms.acceptance.value),
        "least_parties": ("Least parties", str(terms.least_parties)),
        "required_parties": (
            "Not without",
            ", ".join(names[agency] for agency in sorted(terms.required_parties, key=lambda each: names[each]))
            or "nobody in particular",
        ),
        "notice_days": ("Notice", f"{terms.notice_days} days"),
        "run_off_days": ("Open talks may be finished within", f"{terms.run_off_days} days"),
    }
    speech = Speech(terms, names, Voice.PLAIN)
    values |= {name: (TERM_LABELS[name], TERM_VARIABLES[name](speech)) for name in said_beyond(terms)}
    rows = ((name, label, value) for name, (label, value) in values.items() if value)
    return [{"label": label, "value": value, "clause": str(int(CLAUSE_OF[name]))} for name, label, value in rows]
