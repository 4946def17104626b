"""What changed between two texts, word by word: the core's own reading, used for notices and texts as it is there."""

from agreements.word_changes import Kind, word_changes

__all__ = ["Kind", "word_changes"]
