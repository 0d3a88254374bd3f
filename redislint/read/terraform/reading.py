"""A file of Terraform or OpenTofu, in either syntax; and what the names of such files mean."""

from __future__ import annotations

from collections.abc import Iterable

from redislint.read.terraform import hcl
from redislint.read.terraform.hcl import File
from redislint.source import Source
from redislint.typed import Final

# What makes up a module.  OpenTofu passes over `x.tf` where there is `x.tofu`, and likewise with JSON.
_TOFU: Final = (".tofu", ".tofu.json")
_TERRAFORM: Final = (".tf", ".tf.json")
# Values of variables.
VALUES: Final = (".tfvars", ".tfvars.json")


def parsed(source: Source) -> File:
    """What is in a file; raises `Wrong`."""
    if not source.path.endswith(".json"):
        return hcl.parse(source.text)
    from redislint.read.terraform import jsonfile

    return jsonfile.parse(source, templates=not source.path.endswith(VALUES))


def stem(name: str) -> str | None:
    """The name of a module's file without its extension; None for one that is none."""
    for extension in (*_TOFU, *_TERRAFORM):
        if name.endswith(extension):
            return name.removesuffix(extension)
    return None


def is_override(name: str) -> bool:
    """Does a file of this name only change blocks of other files?"""
    said = stem(name)
    return said is not None and (said == "override" or said.endswith("_override"))


def ordered(names: Iterable[str]) -> list[str]:
    """The files of a module among those of its folder, those that override others last."""
    return sorted([name for name in names if stem(name) is not None], key=lambda name: (is_override(name), name))


def modules(names: Iterable[str], *, beside: str = "") -> list[str]:
    """Those of a module's files that count, in order.

    They are as OpenTofu takes them, which is as Terraform does where it does not pass over the one named `beside`.
    """
    found = ordered(names)
    tofu = {name.replace(".tofu", ".tf") for name in found if name.endswith(_TOFU)}
    if beside in tofu:
        return [name for name in found if name.endswith(_TERRAFORM)]
    return [name for name in found if name not in tofu]
