"""What we hold, in plain words: each table and column of the real database, why, how long, who sees it, how it ends.

A test fails when a table or a column has no words here, or when words stand here for one that is gone.
"""
