"""Random expressions of Terraform's language, by the type that they have, so that most can be evaluated."""

from __future__ import annotations

import re
from random import Random

# By type: what stands for itself, and then what is made of others, written `$TYPE`; `|` means one of several names.
LEAVES = {
    "TEXT": [
        *('"a"', '""', '"1"', '"true"', '"a,b,c"', '"Ab cD"', r'" x\n"', r'"a\"b"', '"-7"', '"10.0.0.0/16"', '"x=1"'),
        *("var.text", "var.any", "local.name", "local.heredoc", "local.plain", "var.object.name", "local.directives"),
        *("(<<-E\n  a\n   b ${1 + 1}\n  E\n)", "(<<E\n%{ for x in var.list ~}\n${x};\n%{ endfor ~}\nE\n)"),
        *('"%{ if var.yes }y%{ else }n%{ endif }"', '"a ${~ "b" ~} c"', r'"\u00e9<&>\t"', r'"a: b\n- c\n"'),
    ],
    "NUMBER": [
        *("0", "1", "2", "3", "7", "1.5", "-4", "0.1", "1e3", "1000000", "var.number", "local.one", "var.object.size"),
        *('"2"', "0.3333", "12345678901234567890", "-0.5"),
    ],
    "BOOL": ["true", "false", "var.yes", "var.object.on", '"true"', "local.objects.a.tls"],
    "LIST": [
        *("[]", '["a"]', '["b", "a", "b"]', '[1, "x", true]', "[1, 2, 3]", "var.list", "var.numbers", "[[1], [2, 3]]"),
        *("local.objects.a.tags", '[{ a = 1, b = "x" }, { a = 2, b = "y" }]', 'toset(["b", "a"])', "tolist([])"),
        *("local.users", "[null, 1]", "[for x in var.list : upper(x)]", 'tolist(["a", "b"])', "toset([3, 1, 2])"),
        *("[0.1, 2.5, 100]", "[true, false]", "toset([{ a = 1 }, { a = 0 }])", '["a", null]'),
    ],
    "MAP": [
        *("{}", "{ a = 1 }", '{ a = 1, b = "x" }', "var.map", "local.objects", "var.object", "tomap({ a = 1, b = 2 })"),
        *("local.objects.a", '{ "a b" = [1], c = { d = null } }', "{ for x in var.list : x => upper(x) }"),
        *('{ b = ["x", "y"], c = ["x"] }', "tomap({})"),
    ],
    "NULL": ["null", "var.nothing"],
    "FORMAT": "%s %d %v %q %t %5s %-5s| %05d %x %.2f %f %#v %+d %o %b %% %[1]s %X %8.3f".split(" "),
    "PATTERN": [
        *("[a-z]+", r"^(\\w+)=(\\d+)$", "a", "(?P<key>[a-z])", "x", "[^,]+", r"\\d+", "a|b", "[A-Z]?b", "(a)?(b)"),
    ],
    "RANGE": ['"10.0.0.0/16"', '"fd00::/48"', '"192.168.1.5/30"'],
}
# The same in other words, mostly.
SAID = """\
($BOOL ? $SAME : $SAME)
($BOOL ? $SAME : $ANY)
try|coalesce($SAME, $ANY)
coalesce($NULL, $SAME)
try($MAP.missing, $SAME)
[$SAME, $ANY][0]
{ a = $SAME, b = $ANY }.a
lookup({ a = $SAME }, "b", $SAME)
element([$SAME, $SAME], $NUMBER)
one([$SAME])
core::try($SAME)
"""
MADE = {
    "TEXT": r"""
chomp|lower|upper|title|trimspace|strrev|base64encode|base64decode|urlencode|md5|sha256($TEXT)
base64sha256|basename|dirname|cidrnetmask|sha1|sha512|base64sha512($TEXT)
jsonencode|yamlencode($ANY)
tostring($SINGLE)
trimprefix|trimsuffix|trim($TEXT, $TEXT)
replace($TEXT, $TEXT, $TEXT)
substr($TEXT, $NUMBER, $NUMBER)
join($TEXT, $LIST)
indent($NUMBER, $TEXT)
"${$SINGLE}"
"x${$TEXT}y${$NUMBER}"
"${~ $TEXT ~} a"
"%{ if $BOOL }${$TEXT}%{ else }z%{ endif }"
"%{ for k, v in $LIST }${k}=${v};%{ endfor }"
"%{ for k, v in $MAP }${k}=${v};%{ endfor }"
(<<-E\n  a ${$TEXT}\n    %{ if $BOOL ~}\n  b\n    %{ endif ~}\n\n  E\n)
(<<-E\n    ${~ $TEXT ~}\n  %{ for x in $LIST }\n    - ${x}\n  %{ endfor }\n   E\n)
format("$FORMAT", $SINGLE)
format("$FORMAT-$FORMAT", $MAP, $SINGLE)
regex("$PATTERN", $TEXT)
replace($TEXT, "/$PATTERN/", "-")
cidrsubnet($RANGE, $NUMBER, $NUMBER)
cidrhost($RANGE, $NUMBER)
templatestring(var.template, { x = $ANY })
""",
    "NUMBER": """\
($NUMBER + $NUMBER)
($NUMBER - $NUMBER * $NUMBER)
($NUMBER / $NUMBER)
($NUMBER % $NUMBER)
($NUMBER * $NUMBER + $NUMBER / $NUMBER)
-($NUMBER)
length($TEXT)
length($LIST)
length($MAP)
abs|ceil|floor|signum($NUMBER)
min|max($NUMBER, $NUMBER)
pow(2, $NUMBER)
pow($NUMBER, 2)
sum($LIST)
index($LIST, $SINGLE)
tonumber($SINGLE)
parseint($TEXT, 10)
parseint($TEXT, 16)
max($LIST...)
""",
    "BOOL": """\
($NUMBER < $NUMBER)
($NUMBER >= $NUMBER)
($ANY == $ANY)
($ANY != $ANY)
($SINGLE == $SINGLE)
($LIST == $LIST)
($MAP != $MAP)
($BOOL && $BOOL || $BOOL)
($BOOL || $BOOL && $BOOL)
!($BOOL)
startswith|endswith|strcontains($TEXT, $TEXT)
contains($LIST, $SINGLE)
alltrue|anytrue($LIST)
can($ANY)
tobool($SINGLE)
""",
    "LIST": """\
[$ANY, $ANY]
[$TEXT, $TEXT]
reverse|flatten|distinct|compact|sort|toset|tolist($LIST)
concat|setproduct|setunion|setintersection|setsubtract|coalescelist($LIST, $LIST)
keys|values($MAP)
split($TEXT, $TEXT)
range($NUMBER)
range($NUMBER, $NUMBER)
chunklist($LIST, $NUMBER)
slice($LIST, $NUMBER, $NUMBER)
matchkeys($LIST, $LIST, $LIST)
jsondecode(jsonencode($LIST))
formatlist("$FORMAT-$FORMAT", $LIST, $SINGLE)
regexall("$PATTERN", $TEXT)
cidrsubnets($RANGE, $NUMBER, $NUMBER)
($ANY)[*]
($LIST)[*].a
($LIST).*.a
($LIST)[*][0]
($LIST).*[0]
($LIST)[*].tags[*]
[for x in $LIST : x]
[for k, v in $MAP : [k, v, $ANY]]
[for i, x in $LIST : "${i}${x}" if x != $ANY]
[for x in $LIST : [for y in $LIST : [x, y]]]
concat($LIST...)
""",
    "MAP": """\
{ a = $ANY, b = $ANY }
{ ($TEXT) = $ANY }
merge($MAP, $MAP)
zipmap($LIST, $LIST)
tomap|transpose($MAP)
yamldecode(yamlencode($MAP))
jsondecode(jsonencode($MAP))
{ for k, v in $MAP : k => v }
{ for k, v in $LIST : k => v }
{ for x in $LIST : x => $ANY }
{ for k, v in $MAP : v => k... }
merge($LIST...)
""",
}
SHAPES = {
    type_: [line.replace(r"\n", "\n") for line in (made + SAID.replace("SAME", type_)).splitlines() if line]
    for type_, made in MADE.items()
}
# A type that stands for others.
OTHERS = {"ANY": ["TEXT", "NUMBER", "BOOL", "LIST", "MAP", "NULL"], "SINGLE": ["TEXT", "NUMBER", "BOOL"]}
_PLACE = re.compile(r"\$([A-Z]+)")
_NAMES = re.compile(r"^[a-z:0-9]+(?:\|[a-z:0-9]+)+(?=\()")


def expression(random: Random, type_: str = "ANY", depth: int = 3) -> str:
    """A random expression of a type, of at most so many levels."""
    type_ = random.choice(OTHERS[type_]) if type_ in OTHERS else type_
    if type_ not in SHAPES or depth <= 0 or random.random() < 0.15:
        return random.choice(LEAVES[type_])
    shape = random.choice(SHAPES[type_])
    names = _NAMES.match(shape)
    if names:
        shape = random.choice(names.group().split("|")) + shape[names.end() :]
    return _PLACE.sub(lambda place: expression(random, place[1], depth - 1), shape)
