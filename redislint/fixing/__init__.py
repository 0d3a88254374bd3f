"""Findings mended: their fixes applied to texts, the texts linted again, and only what is better for it kept.

Nothing is written here but by `write.py`: the passes are over texts in memory, so that a patch shows what would be
written, and a file is written once, when all is done.
"""
