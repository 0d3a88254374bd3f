"""Known vulnerabilities that the target closes, and those that it opens."""

from __future__ import annotations

from redislint.checks.denied import Configured
from redislint.checks.running import running
from redislint.model.instance import SERVER, Instance
from redislint.servers import Server
from redislint.servers.advisories import SEVERITIES, Advisory, touching
from redislint.servers.releases import Release, newest, parsed
from redislint.typed import Final
from redislint.upgrade.model import Known, Vulnerabilities

# A full version has three numbers.
_FULL: Final = 3


def vulnerabilities(instance: Instance, target: Server) -> Vulnerabilities | None:
    """What the change of releases comes to; None where the present release is not known, or is no upstream one.

    Of a line of which no more is known its newest release is meant.
    """
    is_compared = instance.role == SERVER and instance.managed is None
    present = running_release(instance) if is_compared else None
    if present is None or len(newest(present)) < _FULL:
        return None
    wanted = Release(target.engine, parsed(target.patch or target.line))
    now, then = _known(present, instance), _known(wanted, instance._replace(server=target))
    pairs = [(one, Release(one.engine, newest(one))) for one in (present, wanted)]
    return Vulnerabilities(
        present=pairs[0][1],
        target=pairs[1][1],
        closed=tuple(sorted((now[name] for name in now.keys() - then.keys()), key=_order)),
        opened=tuple(sorted((then[name] for name in then.keys() - now.keys()), key=_order)),
        both=len(now.keys() & then.keys()),
        assumed=tuple(pair for pair in pairs if len(pair[0].version) < _FULL),
    )


def running_release(instance: Instance) -> Release | None:
    """The present release as far as it is known: also one of a line that is supported no more, by an image's tag."""
    found = running(instance)
    if found is not None:
        return found.release
    server = instance.server
    return Release(server.engine, parsed(server.patch or server.line)) if server is not None else None


def _known(release: Release, instance: Instance) -> dict[str, Known]:
    configuration = Configured(instance)
    matter = (one for one in touching(release) if one.may_matter(configuration))
    return {one.id: Known(one, one.is_mitigated(configuration)) for one in matter}


def _order(known: Known) -> tuple[bool, int, bool, tuple[int, ...]]:
    """What nothing holds off first, then the worst; of equals those numbered everywhere, the newest first."""
    one: Advisory = known.advisory
    numbers = tuple(-int(part) for part in one.id.split("-") if part.isdigit())
    return known.lessened, SEVERITIES.index(one.severity), not one.id.startswith("CVE-"), numbers
