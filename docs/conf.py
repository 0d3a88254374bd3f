"""How Sphinx makes the site of the pages that docs/site puts together: `make docs`."""

import redislint

project = "redislint"
author = "the authors of redislint"
copyright = "the authors of redislint"  # noqa: A001  # as Sphinx calls it
release = version = redislint.__version__

extensions = ["myst_parser"]
myst_enable_extensions = ["attrs_block", "deflist"]
myst_heading_anchors = 4
source_suffix = {".md": "markdown"}
# Code is HTML before Sphinx sees it; what is indented in a list is a text.
highlight_language = "text"
# Options begin with two hyphens, and quotation marks are those that somebody writes.
smartquotes = False

html_theme = "furo"
html_title = "redislint"
html_baseurl = "https://redislint.readthedocs.io/"
html_static_path = ["_static"]
html_css_files = ["site.css"]
html_favicon = "_static/icon.svg"
html_extra_path = ["../schema/config.schema.json", "../schema/report.schema.json"]
html_copy_source = False
html_show_sourcelink = False
html_show_sphinx = False
pygments_style = "a11y-light"
pygments_dark_style = "a11y-dark"
# Nothing is fetched when a page is read: neither fonts, nor scripts, nor pictures of others.
html_theme_options = {"navigation_with_keys": True}
