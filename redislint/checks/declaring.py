"""What the configuration leaves open of the instances that it declares."""

from __future__ import annotations

from collections.abc import Iterator

from redislint.finding import Hit
from redislint.model.project import Project


def no_profile(project: Project) -> Iterator[Hit]:
    """Instances whose purpose nobody declares, where there are files that say how they are configured."""
    for one in project.declarations:
        if one.members and not one.value("profile"):
            yield Hit(one.span, key=f"{one.ident} profile", instance=one.ident)
