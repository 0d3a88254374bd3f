"""The two roles of Ansible Galaxy for Redis that many use, and what their variables become in redis.conf.

Sources: geerlingguy/ansible-role-redis and DavidWittman/ansible-redis (defaults/main.yml and templates/redis.conf.j2,
templates/redis_sentinel.conf.j2 of the latter); read on 2026-11-26.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from redislint.typed import Final, NamedTuple

PREFIX: Final = "redis_"


class Role(NamedTuple):
    """What is known of a role.

    word      how a playbook or a list of requirements names it, in lower case
    values    variables with the directives that they are the value of, and the words between the two, if any
    switched  those of them that the role leaves out where they are false, empty or 0
    lists     variables each element of which is a line of the directive
    texts     variables that are lines of redis.conf
    others    further variables that it has
    """

    word: str
    values: Mapping[str, tuple[str, ...]]
    switched: frozenset[str]
    lists: Mapping[str, tuple[str, ...]]
    texts: frozenset[str]
    others: frozenset[str]

    def has(self, name: str) -> bool:
        """Is this one of its variables?"""
        return name in self.values or name in self.lists or name in self.texts or name in self.others


def _same(names: str) -> dict[str, tuple[str, ...]]:
    """Variables that are called as their directives are."""
    return {f"{PREFIX}{name.replace('-', '_')}": (name,) for name in names.split()}


def _named(names: str) -> frozenset[str]:
    return frozenset(f"{PREFIX}{name}" for name in names.split())


GEERLINGGUY: Final = Role(
    word="geerlingguy.redis",
    values=_same(
        "port unixsocket timeout loglevel logfile databases rdbcompression dbfilename maxmemory maxmemory-policy"
        " maxmemory-samples appendonly appendfsync requirepass"
    )
    | {"redis_bind_interface": ("bind",), "redis_dbdir": ("dir",)},
    switched=_named("unixsocket maxmemory requirepass"),
    lists={"redis_save": ("save",), "redis_disabled_commands": ("rename-command",)},
    texts=_named("extra_config"),
    others=_named("enablerepo package_name daemon conf_path conf_mode includes"),
)

WITTMAN: Final = Role(
    word="davidwittman.redis",
    values=_same(
        "daemonize supervised protected-mode pidfile dir port bind timeout tcp-keepalive tcp-backlog loglevel logfile"
        " syslog-enabled syslog-ident syslog-facility databases stop-writes-on-bgsave-error rdbcompression rdbchecksum"
        " slaveof slave-read-only repl-backlog-size slave-priority min-slaves-to-write min-slaves-max-lag maxclients"
        " maxmemory maxmemory-policy appendonly appendfilename appendfsync no-appendfsync-on-rewrite"
        " auto-aof-rewrite-percentage auto-aof-rewrite-min-size lua-time-limit slowlog-log-slower-than slowlog-max-len"
        " notify-keyspace-events hz"
    )
    | {
        "redis_db_filename": ("dbfilename",),
        "redis_socket_path": ("unixsocket",),
        "redis_socket_perm": ("unixsocketperm",),
        "redis_password": ("requirepass",),
        "redis_client_output_buffer_limit_normal": ("client-output-buffer-limit", "normal"),
        "redis_client_output_buffer_limit_slave": ("client-output-buffer-limit", "slave"),
        "redis_client_output_buffer_limit_pubsub": ("client-output-buffer-limit", "pubsub"),
    },
    switched=_named(
        "bind socket_path socket_perm slaveof repl_backlog_size min_slaves_to_write min_slaves_max_lag password"
        " maxmemory"
    ),
    lists={"redis_save": ("save",), "redis_rename_commands": ("rename-command",)},
    texts=_named("config_additional"),
    others=_named(
        "version install_dir config_file_name download_url verify_checksum tarball make_32bit user group nofile_limit"
        " oom_score_adjust as_service local_facts service_name server sentinel sentinel_protected_mode sentinel_dir"
        " sentinel_bind sentinel_port sentinel_password sentinel_pidfile sentinel_logfile sentinel_syslog_ident"
        " sentinel_oom_score_adjust sentinel_monitors install_from_source use_systemd travis_ci"
    ),
)

ROLES: Final = (GEERLINGGUY, WITTMAN)

# What a client of some Redis sets too: two of these say nothing of a server.
_PLAIN: Final = _named("port password version user group dir timeout service_name databases")
_LEAST: Final = 2


def recognised(names: Collection[str], named: Collection[Role]) -> tuple[Role, ...]:
    """The roles that variables may be those of; `named` are those that the project names.

    There have to be two that it has, one of which is nothing but a server's.  Where no role is named, a further
    variable with the same beginning is a sign of another role, or of an application's own settings.
    """
    ours = [name for name in names if name.startswith(PREFIX)]
    found = []
    for role in named or ROLES:
        known = [name for name in ours if role.has(name)]
        is_enough = len(known) >= _LEAST and not _PLAIN.issuperset(known)
        if is_enough and (named or len(known) == len(ours)):
            found.append(role)
    return tuple(found)
