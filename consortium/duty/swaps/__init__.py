"""Cover and swaps: a turn is somebody else's only when both have said so; until then it is its holder's."""
