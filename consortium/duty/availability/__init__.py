"""When people can serve: what they and their agencies said, merged for the planner and for arranging swaps."""
