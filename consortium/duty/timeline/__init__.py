"""The schedule as people look at it: a timeline, a list by duty day, fair shares, what to mend first. Pure.

Facts and an instant in, frozen views out. Who is on call is ``scheduling``'s answer and nobody else's: a view only cuts
and places it. Words are the templates'.
"""
