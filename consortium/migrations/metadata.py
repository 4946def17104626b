"""All tables in one place, so that Alembic can compare them with the database."""

from consortium.db import Base

metadata = Base.metadata
