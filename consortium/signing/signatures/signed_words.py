"""Who signed for a party, in words: read off its record, or where it was taken over from paper, off the scan. Pure."""

from agreements import Fact
from agreements.counterparts import Counterpart


def who_signed(fact: Fact, found: Counterpart | None, *, title: bool = True) -> str:
    """Who signed, from the counterpart that stands. Without one the fact names only who recorded the paper."""
    if found is None:
        return f"On paper; recorded by {fact.attested_by}; who signed stands on the scan"
    return f"{found.record.name}, {found.record.title}" if title else found.record.name
