"""How many Sentinels a master has, and how many of them it takes."""

from __future__ import annotations

import re
from collections.abc import Iterator

from redislint.checks.counting import Watch, counts, watches
from redislint.finding import Hit, Related, Severity
from redislint.model.topology import Deployment
from redislint.typed import Final

# More Sentinels than a quorum of so many digits nobody has.
_NUMBER: Final = re.compile(r"[0-9]{1,9}")


def too_few_sentinels(group: Deployment) -> Iterator[Hit]:
    """Fewer than three Sentinels for a master, or an even number of them."""
    for count in counts(group):
        if count.total < 3 or count.total % 2 == 0:
            first, *others = count.watches
            yield Hit(
                first.line,
                key=f"sentinel monitor {first.master}",
                cause=first.line.span if count.total < 3 else None,
                severity=Severity.INFO if count.total >= 3 else None,
                related=tuple(Related(other.line.span, "another of its Sentinels") for other in others),
                master=first.master,
                sentinels=_sentinels(count.total),
                why=_why(count.total),
            )


def _sentinels(total: int) -> str:
    return "1 Sentinel" if total == 1 else f"{total} Sentinels"


def _why(total: int) -> str:
    if total > 2:
        return f"they survive no more failures than {total - 1} would"
    if total == 2:
        return "when one of them fails, the other is no majority, and no failover happens"
    return "when it fails, nothing watches the master, and no failover happens"


def unreachable_quorum(group: Deployment) -> Iterator[Hit]:
    """A quorum larger than the number of Sentinels."""
    for count in counts(group):
        for watch in count.watches:
            if _NUMBER.fullmatch(watch.quorum) and int(watch.quorum) > count.total:
                yield Hit(
                    watch.quorum_span,
                    key=f"sentinel monitor {watch.master}",
                    master=watch.master,
                    quorum=watch.quorum,
                    sentinels=_sentinels(count.total),
                )


def low_quorum(group: Deployment) -> Iterator[Hit]:
    """A quorum of one; or, where the Sentinels can be counted, less than their majority, or all of them."""
    if any(sentinel.environment == "dev" for sentinel in group.sentinels):
        return
    counted = {id(watch.line): count for count in counts(group) for watch in count.watches}
    for sentinel in group.sentinels:
        for watch in watches(sentinel):
            count = counted.get(id(watch.line))
            found = _quorum(watch, count.total if count is not None else 0)
            if found is not None:
                # Too few Sentinels are a cause of their own, told of where the first of them names the master.
                cause = count.watches[0].line.span if count is not None else watch.line.span
                key, (severity, why) = f"sentinel monitor {watch.master}", found
                at = watch.quorum_span
                yield Hit(
                    at, key=key, severity=severity, cause=cause, master=watch.master, quorum=watch.quorum, why=why
                )


def _quorum(watch: Watch, total: int) -> tuple[Severity | None, str] | None:
    """What is wrong with a quorum among so many Sentinels, 0 where they cannot be counted."""
    quorum = int(watch.quorum) if _NUMBER.fullmatch(watch.quorum) else 0
    if quorum == 1:
        return None, "a single Sentinel that loses its connection to the master starts a failover"
    if total > 2 and 1 < quorum < total // 2 + 1:
        return (
            Severity.INFO,
            f"that is no majority of {total} Sentinels: so few may start a failover that most do not see a need for",
        )
    if total > 2 and quorum == total:
        return Severity.INFO, f"that is all of {total} Sentinels: when one of them is away, there is no failover"
    return None
