"""What a container is started with: `command` in the place of the image's entrypoint, and `args`."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Sequence

from redislint.read.argv import CommandLine, Word, parse
from redislint.read.launch import scripted
from redislint.read.yaml import Node
from redislint.servers import Server
from redislint.servers.images import Image
from redislint.typed import Final

_MOST: Final = 5_000
_ENTRYPOINT: Final = "docker-entrypoint.sh"
_SHELLS: Final = ("sh", "bash", "ash", "dash")
# What starts a server, or what an image starts by itself, in a script.
_SERVERS: Final = r"(?:redis|valkey|keydb)-(?:server|sentinel)|docker-entrypoint\.sh|/run\.sh|entrypoint"


def words(container: Node) -> list[Word]:
    """The words that the container runs; none where the image decides."""
    return [*_words(container.get("command")), *_words(container.get("args"))]


def _words(node: Node | None) -> list[Word]:
    if node is None or node.kind == "null":
        return []
    if node.kind != "sequence" or node.is_known is False:
        return [Word(node.text, node.span, known=False, single=False)]
    return [_word(one) for one in node.elements()[:_MOST]]


def _word(node: Node) -> Word:
    inner = node.inner("kubernetes")
    return Word(node.text, inner.span(0, len(inner.text)), known=node.is_known, within=inner.span)


def started(container: Node, found: Sequence[Word], image: Image | None, server: Server | None) -> CommandLine | None:
    """The server that a container starts; None if none is known to be started."""
    if not found:
        return None
    command = _words(container.get("command"))
    # The official images' own entrypoint may be written out.
    is_own = bool(command) and posixpath.basename(command[0].text) == _ENTRYPOINT
    rest = list(found[1:]) if is_own else list(found)
    return parse(rest, implied=image is not None and (is_own or not command), server=server)


def may_start_server(found: Sequence[Word], *, task: bool) -> bool:
    """Can a command that is not understood be one that starts a server?  `task`: it runs in what ends by itself."""
    first = posixpath.basename(found[0].text)
    text = "\n".join(word.text for word in found)
    if re.search(_SERVERS, text):
        return True
    if task or "redis-cli" in text or "valkey-cli" in text:
        return False
    script = scripted(found)
    if script is not None:
        # A script that calls another and does more than that does its own work: backups, checks.
        return len(script) == 1 and any(word.text.endswith(".sh") for word in script[0])
    if first in _SHELLS and len(found) > 1:
        return found[1].text.endswith(".sh")
    return not found[0].known or first.endswith(".sh")
