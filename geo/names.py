"""Names for those whom all three cores speak of. An id has a type: a person is never passed for an agency."""

from typing import NewType
from uuid import UUID

AgencyId = NewType("AgencyId", UUID)
PersonId = NewType("PersonId", UUID)
ZoneId = NewType("ZoneId", UUID)
