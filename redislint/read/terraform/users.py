"""Users of ElastiCache and MemoryDB: an access string of ACL rules, and a password, IAM or nothing at all.

An access string holds no passwords (the services set them), and starts from a user who is off.  How a user proves who
it is comes first in the model, as if it stood before the access string.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from redislint.model.acl import AclToken, User
from redislint.read import acl, secret
from redislint.read.terraform import composed, trace
from redislint.read.terraform.nodes import Literal, Quoted, Tuple
from redislint.read.terraform.resource import Resource
from redislint.read.terraform.scope import Placed
from redislint.read.terraform.told import told
from redislint.source import Span
from redislint.typed import Final

# By type of resource, the service whose users they are.
USERS: Final = {"aws_elasticache_user": "elasticache", "aws_memorydb_user": "memorydb"}

# A user has two passwords at most.
_MOST: Final = 10
# What the services keep to themselves, so that it says nothing here.
_NOT_RULES: Final = re.compile(r"[<>#!].*|nopass|resetpass|reset", re.IGNORECASE | re.DOTALL)
# A proof that is not in the text: a password from elsewhere, or IAM.
_SOMETHING: Final = ">${}"
_WITHOUT: Final = "no-password-required"
_PASSWORDS: Final = ("passwords", "passwords_wo", "password_wo_1", "password_wo_2")
_PROOFS: Final = frozenset((*_PASSWORDS, "authentication_mode", "no_password_required"))


class Declaration:
    """A user as a resource declares it.

    user     None where its rules are not known at all
    secrets  the places of its passwords
    """

    def __init__(self, resource: Resource) -> None:
        self.resource = resource
        self.secrets: list[Span] = []
        self._left = _left_alone(resource)
        rules = self._rules()
        name = resource.argument("user_name")
        self.user = None
        if rules is not None and isinstance(name.text, str) and name.text:
            proofs = () if self._left & _PROOFS else (*self._nopass(), *self._passwords())
            proofs = proofs or (AclToken(_SOMETHING, resource.anchor, known=False),)
            self.user = User(name.text, (*proofs, *rules), resource.anchor, self._named(name.span))

    def _named(self, span: Span) -> Span:
        """The place of the name: one that the user has of a collection stands there."""
        placed, evaluator = self.resource.placed("user_name"), self.resource.evaluator
        return trace.origin(placed, evaluator).span if placed is not None and evaluator.origins else span

    def _rules(self) -> tuple[AclToken, ...] | None:
        """The access string; None where it is not known at all."""
        placed = self.resource.placed("access_string")
        if placed is None or "access_string" in self._left:
            return None
        text = told(placed, self.resource.evaluator)
        words = [(match.group(), *match.span()) for match in re.finditer(r"[^ \t\r\n]+", text.text)]
        found, _ = acl.rules(words, text)
        self.secrets += [token.span for token in found if token.known and secret.is_password(token.text)]
        kept = tuple(token for token in found if not (token.known and _NOT_RULES.fullmatch(token.text)))
        return kept if any(token.known for token in kept) else None

    def _ways(self) -> list[Resource]:
        """What may say how the user proves who it is: the resource, and its block about that."""
        return [self.resource, *self.resource.inner("authentication_mode")]

    def _nopass(self) -> Iterator[AclToken]:
        """`nopass`, where no password is asked for."""
        asked = self.resource.argument("no_password_required")
        if asked.truth is True:
            yield AclToken("nopass", asked.span)
        for way in self._ways()[1:]:
            kind = way.argument("type")
            if isinstance(kind.text, str) and kind.text.lower() == _WITHOUT:
                yield AclToken("nopass", kind.span)

    def _passwords(self) -> Iterator[AclToken]:
        """The passwords, each at the text that is it; of those that are not known, that there are some."""
        for way in self._ways():
            for name in _PASSWORDS:
                placed = way.placed(name)
                if placed is not None and not way.argument(name).is_absent:
                    self.secrets += composed.literals(placed, self.resource.evaluator)
                    yield from self._listed(placed)

    def _listed(self, placed: Placed) -> Iterator[AclToken]:
        """One password, or a list of them."""
        evaluator = self.resource.evaluator
        listed = trace.origin(placed, evaluator)
        items = [placed]
        if isinstance(listed.node, Tuple):
            items = [Placed(item, listed.source) for item in listed.node.items[:_MOST]]
        for item in items:
            text, origin = evaluator.value(item), trace.origin(item, evaluator)
            span = origin.span if isinstance(origin.node, Literal | Quoted) else item.span
            yield AclToken(f">{text}", span) if isinstance(text, str) else AclToken(_SOMETHING, span, known=False)


def _left_alone(resource: Resource) -> frozenset[str]:
    """The arguments about rules and proofs that Terraform leaves alone."""
    found = resource.ignored()
    return frozenset((*_PROOFS, "access_string")) if "all" in found else found
