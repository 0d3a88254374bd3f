"""The terminals of hcl.lark, as far as they can be told without knowing where they stand."""

from __future__ import annotations

import re

from redislint.typed import Final

TOKEN: Final = re.compile(
    r"""[ \t]*+(?:(?P<LINE>(?:\r?\n[ \t]*+)++)
      | (?P<IDENT>[^\W\d][\w-]*+)
      | (?P<STRING>"(?:[^"\\$%\n]++|\\[nrt"\\]|\\u[0-9a-fA-F]{4}|\\U[0-9a-fA-F]{8}|\$\$\{|%%\{|[$%](?!\{))*+")
      | (?P<HEREDOC><<-?[^\W\d][\w-]*+\r?\n)
      | (?P<COMMENT>(?:\#|//)[^\n]*+|/\*(?:[^*]++|\*(?!/))*+\*/)
      | (?P<SIGN>==|!=|<=|>=|=>|&&|\|\||\.\.\.|::|[=,.+*%<>!?:(){}\[\]-]|/(?!\*))
      | (?P<NUMBER>\d++(?:\.\d++)?+(?:[eE][+-]?\d++)?+(?!\.\d))
      | (?P<TEMPLATE>")
      | (?P<END>\Z))""",
    re.VERBOSE,
)
SIGNS: Final = dict.fromkeys(("==", "!=", "<", ">", "<=", ">=", "+", "/", "%", "&&", "||"), "OPERATOR") | {
    "-": "MINUS",
    "*": "STAR",
    "!": "BANG",
    "=": "EQ",
    "=>": "ARROW",
    ":": "COLON",
    "::": "COLONS",
    "...": "ELLIPSIS",
    "?": "_QMARK",
    ".": "_DOT",
    ",": "_COMMA",
    "{": "LBRACE",
    "}": "RBRACE",
    "(": "LPAR",
    ")": "RPAR",
    "[": "LSQB",
    "]": "RSQB",
}
CLOSING: Final = {"{": "}", "(": ")", "[": "]"}
# What an operand can end with: a `*` or an `if` after one of these is an operator, or the `if` of a `for`.
ENDS: Final = frozenset(
    ("IDENT", "NUMBER", "STRING", "TEMPLATE", "HEREDOC", "RPAR", "RSQB", "RBRACE", "STAR", "ELLIPSIS")
)
