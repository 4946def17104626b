"""What refers to the rows of a table, found in the tables themselves, so that none is forgotten."""

from collections.abc import Collection, Iterator

from sqlalchemy import Table

from consortium.db import Base


def references_to(name: str, *, but: Collection[str]) -> Iterator[tuple[Table, str]]:
    """Every table, but for these, and its column that refers to a row of the table ``name``."""
    for table in Base.metadata.sorted_tables:
        if table.name in but:
            continue
        for key in table.foreign_key_constraints:
            if key.referred_table.name == name:
                yield table, next(column for column in key.column_keys if column != "consortium")
