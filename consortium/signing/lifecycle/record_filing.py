"""Record that a version was filed or published as the law asks, before it or a joinder takes effect."""

from datetime import date

from agreements import FactKind, Pact, PactId, standing_at
from consortium.access.door import Viewer
from consortium.db import Transaction
from consortium.members import checks
from consortium.problems import Conflict, NotFound
from consortium.signing.lifecycle.change import Change, carry_out, enter
from consortium.signing.lifecycle.days import today_of
from consortium.signing.signatures.by_hand import must_not_coordinate
from consortium.signing.signatures.clerks import attests_for


async def record_filing(
    tx: Transaction,
    viewer: Viewer,
    *,
    pact: PactId,
    number: int,
    paper: str,
    on: date,
    public_url: str | None = None,
) -> Change:
    """Record it with the recorder's number or the address, and the day. It counts from now on.

    Raises:
        BadInput: nothing is named, the day lies ahead, nothing has to be filed, or who records it runs the consortium.
        Conflict: there is no such version.
        NotFound: there is no such agreement, or she attests for none of its parties.
    """
    scene = await enter(tx, viewer, pact, public_url)
    must_not_coordinate(viewer)
    if not any(attests_for(viewer, agency) for agency in standing_at(scene.pact, scene.at).parties):
        raise NotFound
    version = next((each for each in scene.pact.versions if each.number == number), None)
    if version is None:
        raise Conflict("There is no such version. Look at the agreement again.")
    words = checks.line(paper, "paper", most=70)
    day = checks.past_day(on, "day", today=today_of(scene.at, version))

    def news(after: Pact) -> tuple[str, str]:
        return (
            f"“{after.title}” was filed",
            (
                f"{viewer.name} recorded that version {number} of “{after.title}” was filed or published: {words}, on "
                f"{day.isoformat()}. Where it stands now is on its page."
            ),
        )

    return await carry_out(
        scene,
        FactKind.FILED,
        version=number,
        attested_by=f"{words}, {day.isoformat()}, attested by {viewer.name}",
        news=news,
    )
