"""Whether any row of a table was changed, for who remembers what was made of all of them.

PostgreSQL writes into every row the number of the transaction that wrote it (``xmin``), and later transactions have
higher numbers. So while the number of the rows and the sum of their transactions are the same, the rows are.
"""

from typing import Any

from sqlalchemy import ColumnElement, func, literal_column, select

from consortium.db import Base, Reading

Mark = tuple[int, int]
"""How many rows there are, and the sum of the transactions that wrote them."""


async def mark_of(reading: Reading, table: type[Base], *where: ColumnElement[bool]) -> Mark:
    """The mark of this consortium's rows of a table, or of some of them; one query."""
    writers: ColumnElement[int] = literal_column(f"coalesce(sum({table.__tablename__}.xmin::text::bigint), 0)")
    found: Any = (await reading.execute(select(func.count(), writers).select_from(table).where(*where))).one()
    return int(found[0]), int(found[1])
