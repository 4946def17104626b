"""Pages of this desk."""

HANDLERS = ()
