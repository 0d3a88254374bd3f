"""Known vulnerabilities that a change of releases closes and opens."""

from __future__ import annotations

from redislint.servers.releases import Release
from redislint.upgrade import Vulnerabilities
from tests.upgrade.asked import upgraded

# A use after free in Lua, in all releases before 6.2.20, 7.2.11, 7.4.6, 8.0.4 and 8.2.2.
LUA = "CVE-2025-49844"


def asked(text: str, present: str, target: str, kind: str = "redis-conf") -> Vulnerabilities:
    found = upgraded(text, present, target, kind=kind).vulnerabilities
    assert found is not None
    return found


def test_a_newer_patch_closes_one() -> None:
    found = asked("port 7\n", "redis@7.2.10", "redis@7.2.11")
    assert LUA in [one.advisory.id for one in found.closed]
    assert not found.opened + found.assumed
    back = asked("port 7\n", "redis@7.2.11", "redis@7.2.10")
    assert LUA in [one.advisory.id for one in back.opened]
    assert {one.advisory.id for one in back.opened} == {one.advisory.id for one in found.closed}


def test_a_line_is_taken_for_its_newest_release() -> None:
    found = asked("port 7\n", "redis@7.2.10", "redis@7.2")
    ((line, newest),) = found.assumed
    assert line == Release("redis", (7, 2))
    assert newest == found.target
    assert newest.version[:2] == (7, 2)
    assert len(newest.version) == 3
    assert LUA in [one.advisory.id for one in found.closed]


def test_what_the_configuration_holds_off_comes_last() -> None:
    rules = "user default off\nuser app on #" + "0" * 64 + " ~* +@all -@scripting\n"
    found = {one.advisory.id: one.lessened for one in asked(rules, "redis@7.2.10", "redis@7.2.11").closed}
    assert found[LUA]
    plain = asked("port 7\n", "redis@7.2.10", "redis@7.2.11").closed
    assert not any(one.lessened for one in plain if one.advisory.id == LUA)
    flags = [one.lessened for one in asked(rules, "redis@7.2.3", "redis@7.2").closed]
    assert flags == sorted(flags)


def test_an_image_may_be_older_than_the_lines_that_are_known() -> None:
    text = "services:\n  a:\n    image: redis:4.0.14\n"
    one = upgraded(text, "", "redis@8.2", kind="compose")
    assert one.instance.server is None
    assert str(one.present) == "redis 4.0.14"
    assert one.vulnerabilities is not None
    assert one.vulnerabilities.closed
    assert any("redis 4.0.14" in text for text in one.unsaid)


def test_a_service_is_not_compared() -> None:
    text = (
        'resource "aws_elasticache_replication_group" "a" {\n  replication_group_id = "a"\n  description = "a"\n'
        '  engine_version = "6.2"\n  node_type = "cache.t3.micro"\n}\n'
    )
    one = upgraded(text, "", "redis@7.0", kind="terraform")
    assert one.vulnerabilities is None
    assert not one.defaults + one.values
    assert one.unsaid == ("defaults and known vulnerabilities: the service has its own",)
