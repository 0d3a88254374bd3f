"""Instances from short texts, for tests of checks."""

from __future__ import annotations

from redislint import servers
from redislint.link import link
from redislint.model.instance import Instance
from redislint.options import Options
from redislint.read import read
from redislint.source import Source
from tests.pages import Files


def configured(text: str, server: str = "", **files: str) -> Instance:
    """The instance of a redis.conf that a server is started with; `acl` is the text of users.acl beside it."""
    sources = {"redis.conf": Source("redis.conf", text, "redis-conf")}
    if "acl" in files:
        sources["users.acl"] = Source("users.acl", files["acl"], "users-acl")
    readings = [read(source, Files(sources)) for source in sources.values()]
    options = Options(server=servers.parse(server) if server else None)
    return next(one for one in link(readings, options, {"redis.conf"}).instances if one.kind == "redis-conf")


def service(ports: str, command: str = "", image: str = "redis:7.2-alpine") -> Instance:
    """The instance of a compose file's only service."""
    text = f"services:\n  cache:\n    image: {image}\n    command: redis-server {command}\n    ports: [{ports}]\n"
    return composed(text)


def composed(text: str) -> Instance:
    """The instance of a compose file with one service."""
    source = Source("compose.yaml", text, "compose")
    (instance,) = link([read(source, Files({}))], Options()).instances
    return instance
