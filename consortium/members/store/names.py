"""Names for ids, as far as a viewer may see them: for sentences about acts."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import select

from consortium.access.door import Viewer
from consortium.access.store import visible_people
from consortium.access.tables import PersonRow
from consortium.db import Reading
from consortium.members.tables import AgencyRow


async def load_names(reading: Reading, viewer: Viewer, ids: Collection[UUID]) -> dict[UUID, str]:
    """The names of the people among these whom this viewer may see, and of the agencies. Two queries."""
    people = await reading.execute(
        select(PersonRow.id, PersonRow.name).where(PersonRow.id.in_(ids), visible_people(viewer))
    )
    agencies = await reading.execute(select(AgencyRow.id, AgencyRow.name).where(AgencyRow.id.in_(ids)))
    return {row.id: row.name for row in (*people, *agencies)}
