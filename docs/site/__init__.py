"""Puts the pages of the documentation site together: those written by hand, and those made of what redislint is.

`python -m docs.site FOLDER` writes them in Markdown, for Sphinx with MyST (docs/conf.py).  It was chosen over Zensical,
which is faster and younger: it keeps a page of many cross-references honest (`-W` ends the build at a link that leads
nowhere), it has written one page to one address for years, and it is what Read the Docs runs by itself.  Little of that is
in the pages: they are plain Markdown but for code, which is HTML already since marked texts are no language's business.
"""
