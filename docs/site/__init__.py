"""Puts the pages of the documentation site together: those written by hand, and those made of what redislint is.

`python -m docs.site FOLDER` writes them in Markdown, for Sphinx with MyST (docs/conf.py).  Sphinx was chosen over
Zensical, which is faster, and looks as well: `-W` ends a build at a link that leads nowhere, a page has had the same
address for years, and Read the Docs runs it by itself; Zensical is at 0.x.  Little of that is in the pages, so that
another program could make the site of them: they are plain Markdown, but for code with marked texts in it, which is
HTML already.
"""
