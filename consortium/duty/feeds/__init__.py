"""Calendar feeds: somebody's turns of duty, or a line's, for the calendar on a phone."""
