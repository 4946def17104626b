"""The executed document: printed from the records, sealed once, kept beside them."""
