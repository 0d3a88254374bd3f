"""The lines to run where redis-cli reaches a node: POSIX shell, redis-cli of any version."""

from __future__ import annotations

from redislint.typed import Final

# What is asked, and the file that the answer goes to.  INFO and CLUSTER NODES come as they are, whatever is asked for.
COMMANDS: Final = {
    "CONFIG": "CONFIG GET '*'",
    "ACL": "ACL LIST",
    "INFO": "INFO",
    "CLUSTER": "CLUSTER NODES",
    "SENTINEL": "SENTINEL MASTERS",
}
TIME: Final = "TIME"
NODE: Final = "NODE"
NAMES: Final = (TIME, NODE, *COMMANDS)
EXTENSION: Final = ".txt"
FOLDER: Final = "redislint-snapshot"
# What begins each answer where all come in one stream.
MARK: Final = "redislint-snapshot: "

_HEAD: Final = """\
# Run this in a shell that reaches the node, as a user who may run these commands.
# What redis-cli needs to connect goes between the quotes, as in
#   cli="redis-cli -h cache-1 -p 6380 --user auditor --tls --cacert ca.crt"
# redis-cli takes the password from REDISCLI_AUTH, which no list of processes shows (--askpass asks once a command):
#   printf 'Password: '; stty -echo; read -r REDISCLI_AUTH; stty echo; export REDISCLI_AUTH
cli="redis-cli"
"""
_FOLDER_HEAD: Final = f"""\
dir="{FOLDER}"
umask 077
mkdir -p "$dir"
"""
_FOLDER_END: Final = f"""\
# CONFIG.txt holds passwords in clear.  Pack the folder where redislint is, which hashes them, and remove it:
#   redislint snapshot --pack {FOLDER} -o cache-1.snapshot.json && rm -r {FOLDER}
"""
_STREAM_HEAD: Final = """\
# Or without a file on the host:
#   redislint snapshot --stream | ssh cache-1 sh | redislint snapshot --pack - -o cache-1.snapshot.json
"""
_OTHERS: Final = {TIME: "date -u +%Y-%m-%dT%H:%M:%SZ", NODE: "uname -n"}


def folder() -> str:
    """The script that writes the answers into a folder."""
    lines = [f'{command} > "$dir/{name}{EXTENSION}"' for name, command in _commands().items()]
    return _HEAD + _FOLDER_HEAD + "\n".join(lines) + "\n" + _FOLDER_END


def stream() -> str:
    """The script that writes them one after the other."""
    lines = [f"echo '{MARK}{name}'; {command}" for name, command in _commands().items()]
    return _STREAM_HEAD + _HEAD + "\n".join(lines) + "\n"


def _commands() -> dict[str, str]:
    asked = {name: f"$cli --no-raw {command} < /dev/null" for name, command in COMMANDS.items()}
    return _OTHERS | asked
