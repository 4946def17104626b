"""The closed lists of a request's end: what may be counted, and nothing else."""

from consortium.support.sealed import TOPICS

LISTS: dict[str, tuple[str, ...]] = {
    "outcome": ("talk", "no_contact"),
    "channel": ("phone", "text", "in_person"),
    "minutes": ("<15", "15-30", "30-60", "60-120", ">120"),
    "topic": TOPICS,
    "referral": ("none", "clinician", "chaplain", "eap", "treatment", "hotline"),
    "cross_agency": ("yes", "no", "unknown"),
}

STATES = ("waiting", "accepted", "talking", "hold")
COUNTED = tuple(
    (measure, value) for measure, values in {**LISTS, "erased": STATES, "expired": STATES}.items() for value in values
)
"""Every counter that a quarter has."""
