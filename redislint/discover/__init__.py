"""Discovery: which files of a tree declare a Redis, told by name and content; and the files around them.

`request` says what is asked for, `find` answers with readings.  Beside them: `names` and `kinds` tell what a file is,
`walk` and `ignore` go through a tree as git would, `files` reads what anybody may have put there, `tree` gives
readers the files around theirs, and `linked`, `refer` and `climb` find what belongs together.
"""
