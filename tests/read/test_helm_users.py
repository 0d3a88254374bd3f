"""Users that charts make from values: `auth.acl` of bitnami, `auth.aclUsers` and `auth.aclConfig` of Valkey's own."""

from __future__ import annotations

import textwrap

import pytest
from hypothesis import given
from hypothesis import strategies as st

from redislint.checks.auth import default_user_open
from redislint.link import link
from redislint.model.acl import User
from redislint.model.document import Reading
from redislint.model.instance import SENTINEL, Instance
from redislint.options import Options
from tests.read.test_helm import block, chart, read

VALKEY = "https://valkey.io/valkey-helm/"


def bitnami(users: str, version: str = "20.13.0", rest: str = "", acl: str = "") -> Reading:
    text = f"auth:\n  existingSecret: s\n  acl:\n    enabled: true\n{acl}    users:\n{users}{rest}"
    return block(text, version)


def valkey(text: str, version: str = "0.10.0") -> Reading:
    values = textwrap.indent(textwrap.dedent(text), "  ")
    return read(f"valkey:\n{values}", chart(version, VALKEY, "valkey"))


def linked(found: Reading) -> Instance:
    """The server, with the files that it names."""
    return link([found], Options()).instances[0]


def rendered(user: User) -> str:
    """The user as a line of the ACL file, a hash that is not known as `#?`, and that of a password as `#(password)`."""
    words = [
        ("#?" if token.text.startswith("#${") else token.text if token.text[:1] != ">" else f"#({token.text[1:]})")
        for token in user.tokens
    ]
    return " ".join([user.name, *words])


# --- bitnami --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("element", "line"),
    [
        ("{username: app}", "app on nopass ~* &* +@all"),
        ('{username: app, password: ""}', "app on nopass ~* &* +@all"),
        ("{username: app, password: null}", "app on nopass ~* &* +@all"),
        ("{username: app, password: s3cret}", "app on #(s3cret) ~* &* +@all"),
        ("{username: app, password: s3cret, enabled: false}", "app on #(s3cret) ~* &* +@all"),
        ("{username: app, password: s3cret, enabled: off}", "app on #(s3cret) ~* &* +@all"),
        ("{username: app, password: s3cret, enabled: true}", "app true #(s3cret) ~* &* +@all"),
        ("{username: app, password: s3cret, enabled: yes}", "app true #(s3cret) ~* &* +@all"),
        ('{username: app, password: s3cret, enabled: "off"}', "app off #(s3cret) ~* &* +@all"),
        ('{username: app, password: s3cret, enabled: "on"}', "app on #(s3cret) ~* &* +@all"),
        ('{username: app, password: s, keys: "~a ~b"}', "app on #(s) ~a ~b &* +@all"),
        ('{username: app, password: s, channels: "&c", commands: "+get"}', "app on #(s) ~* &c +get"),
        ('{username: app, password: "{{ x }}"}', "app on #? ~* &* +@all"),
        ('{username: app, password: "${PW}"}', "app on #? ~* &* +@all"),
        ('{username: "the-app", password: s, commands: "+@read +@write"}', "the-app on #(s) ~* &* +@read +@write"),
    ],
)
def test_what_the_chart_writes_of_a_user(element: str, line: str) -> None:
    users = linked(bitnami(f"      - {element}\n")).users
    assert users is not None
    assert [rendered(user) for user in users] == ["default on #? ~* &* +@all", line]


def test_rules_have_their_places_in_the_values() -> None:
    found = bitnami(
        "      - username: app\n        commands: >-\n          +@read\n          -keys\n        keys: '~a'\n"
    )
    (document,) = found.documents
    (user,) = document.users
    assert [token.span.text for token in user.tokens] == ["app", "app", "~a", "app", "+@read", "-keys"]
    assert user.tokens[-1].span.position == (10, 13)
    assert document.server is not None
    assert str(document.server) == "redis 7.4"


def test_passwords_in_a_secret_are_not_known() -> None:
    found = bitnami("      - {username: app, password: s3cret}\n", acl="    userSecret: x\n")
    users = linked(found).users
    assert users is not None
    assert rendered(users[1]) == "app on #? ~* &* +@all"


@pytest.mark.parametrize(
    ("version", "names"),
    [("20.6.0", []), ("18.0.0", []), ("20.7.0", ["default", "app"]), (">=20.0.0 <21.0.0", ["default", "app"])],
)
def test_the_chart_has_users_from_20_7_on(version: str, names: list[str]) -> None:
    # A range is one of those versions that have the keys.
    users = linked(bitnami("      - {username: app, password: s}\n", version)).users
    assert users is not None
    assert [user.name for user in users] == names


@pytest.mark.parametrize(
    "users",
    ["      - {username: '{{ x }}'}\n", "      - app\n", "      - {password: x}\n", "      {{ toYaml .Values.x }}\n"],
)
def test_users_who_are_not_all_known_are_not_known(users: str) -> None:
    found = bitnami(users)
    assert linked(found).users is None
    assert not found.documents


def test_a_configuration_map_from_outside_hides_the_users() -> None:
    found = bitnami("      - {username: app, password: s}\n", rest="existingConfigmap: mine\n")
    assert linked(found).users is None


@pytest.mark.parametrize(
    ("auth", "is_open"), [("enabled: false", True), ("existingSecret: x", False), ("password: s3cret", False)]
)
def test_the_default_user_has_the_password_of_all(auth: str, is_open: bool) -> None:
    found = block(f"auth:\n  {auth}\n  acl: {{enabled: true}}\n", "20.13.0")
    assert default_user_open(linked(found)) is is_open


def test_another_acl_file_in_the_texts_wins() -> None:
    rest = "master:\n  configuration: |\n    aclfile /mine.acl\n"
    assert linked(bitnami("      - {username: app, password: s}\n", rest=rest)).users is None


def test_users_of_sentinels_are_not_known() -> None:
    found = bitnami(
        "      - {username: app, password: s}\n", acl="    sentinel: true\n", rest="sentinel: {enabled: true}\n"
    )
    assert [one.users for one in found.instances if one.role == SENTINEL] == [None]


# --- valkey ---------------------------------------------------------------------------------------------------------


def test_users_of_the_valkey_chart() -> None:
    found = valkey(
        """
        auth:
          enabled: true
          aclUsers:
            worker: {permissions: "~jobs:* +@list", password: s3cret}
            default: {permissions: "~* &* +@all", passwordKey: x}
          aclConfig: |
            user reader on >other ~a:* +@read
        """
    )
    instance = linked(found)
    assert instance.users is not None
    assert [rendered(user) for user in instance.users] == [
        "default on #? ~* &* +@all",
        "worker on #(s3cret) ~jobs:* +@list",
        "reader on #(other) ~a:* +@read",
    ]
    assert {"s3cret", ">other"} <= {span.text for span in found.secrets}
    assert [len(document.users) for document in found.documents] == [2, 1]
    assert found.documents[1].users[0].tokens[1].span.position == (9, 22)
    assert str(instance.server) == "valkey 9.1"


def test_a_secret_has_the_passwords_of_the_valkey_chart() -> None:
    found = valkey(
        "auth: {enabled: true, usersExistingSecret: s, aclUsers: {default: {permissions: +@all, password: x}}}\n"
    )
    users = linked(found).users
    assert users is not None
    assert rendered(users[0]) == "default on #? +@all"


@pytest.mark.parametrize(
    ("auth", "is_open"),
    [
        ("{}", True),
        ("{enabled: false, aclUsers: {default: {permissions: +@all, password: x}}}", True),
        ("{enabled: true, aclUsers: {default: {permissions: +@all, password: x}}}", False),
        ("{enabled: true, aclConfig: 'user app on >x +@all'}", True),
        ("{enabled: true, aclConfig: 'user default off'}", False),
        ("{enabled: true, aclConfig: '{{ x }}'}", None),
        ("{enabled: '{{ x }}'}", None),
    ],
)
def test_who_is_let_in_by_the_valkey_chart(auth: str, is_open: bool | None) -> None:
    assert default_user_open(linked(valkey(f"auth: {auth}\n"))) is is_open


def test_settings_of_the_valkey_chart() -> None:
    instance = linked(
        valkey(
            """
            tls: {enabled: true}
            service: {port: 7000, type: LoadBalancer}
            resources: {limits: {memory: 1Gi}}
            image: {tag: 8.1.2}
            valkeyConfig: |
              maxmemory 700mb
            """
        )
    )
    said = {name: instance.setting(name).args for name in ("port", "tls-port", "tls-auth-clients", "protected-mode")}
    assert said == {"port": ("0",), "tls-port": ("7000",), "tls-auth-clients": ("no",), "protected-mode": ("no",)}
    assert instance.setting("maxmemory").args == ("700mb",)
    assert instance.setting("maxmemory").span.position == (8, 5)
    assert instance.memory_limit is not None
    assert instance.memory_limit.value == 1 << 30
    assert instance.ports is not None
    assert [port.container for port in instance.ports] == [6379]
    assert str(instance.server) == "valkey 8.1.2"
    assert instance.complete


def test_texts_from_elsewhere_leave_the_valkey_chart_open() -> None:
    instance = linked(valkey("extraSecretValkeyConfigs: mine\nauth: {enabled: true, aclConfig: user default off}\n"))
    assert not instance.complete
    assert instance.users is None


def test_the_valkey_chart_is_told_by_keys_that_others_lack() -> None:
    text = "auth:\n  enabled: true\n  aclConfig: |\n    user app on nopass +@all\ndataStorage: {enabled: true}\n"
    assert [document.language for document in read(text, path="valkey/values.yaml").documents] == ["users-acl"]
    plain = "valkey:\n  image: {repository: valkey/valkey}\n  resources: {limits: {memory: 1Gi}}\n"
    assert not read(plain).instances


def test_the_valkey_charts_own_values() -> None:
    own = "name: valkey\nversion: 0.9.3\nhome: https://valkey.io/valkey-helm/\n"
    found = read("auth:\n  enabled: false\nservice: {type: NodePort}\n", own)
    assert [str(one.server) for one in found.instances] == ["valkey 9.0"]


@given(st.dictionaries(st.text("abc", min_size=1, max_size=3), st.sampled_from(["+@all", "~a +get", "(+set ~b)"])))
def test_every_user_of_the_valkey_chart_is_written_in_order(users: dict[str, str]) -> None:
    lines = "".join(f"    {name}: {{permissions: '{rules}', password: p}}\n" for name, rules in users.items())
    found = valkey("auth:\n  enabled: true\n  aclUsers:\n" + (lines or "    {}\n"))
    instance = linked(found)
    assert [rendered(user) for user in instance.users or ()] == [
        f"{name} on #(p) {users[name]}" for name in sorted(users)
    ]


def test_users_of_a_chart_whose_version_is_not_known() -> None:
    """Its default of `auth.aclConfig` is not known then, nor who may log in."""
    (found,) = read("# redislint: chart=valkey-io/valkey\nauth: {enabled: true}\n").instances
    assert found.users is None
