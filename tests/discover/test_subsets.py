"""A run on some files finds exactly what a run on the whole tree finds there."""

from __future__ import annotations

import posixpath
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from redislint.discover.ignore import Ignore
from tests.discover.subsets import agrees, planted
from tests.discover.trees import make

FOLDERS = ["", "redis/", "redis/conf/", "deploy/"]
# Names that make a file a candidate, and names that do not.
CONFS = ["redis.conf", "redis-b.conf", "common.conf", "extra.txt", "a+b.conf"]
ACLS = ["users.acl", "people"]
LINES = [
    "port 6379",
    "bind 0.0.0.0",
    "protected-mode no",
    "appendonly yes",
    "appendfsync no",
    "maxmemory-policy allkeys-lru",
    "requirepass redis",
    "replica-read-only no",
    "enable-debug-command yes",
    "maxmemmory 1gb",
    "user app on nopass ~* +@all",
    "save 900 1 # often",
]
USERS = ["user default on nopass ~* +@all", "user app on >redis ~* +@all", "user app off", "what is this"]

conf_paths = st.tuples(st.sampled_from(FOLDERS), st.sampled_from(CONFS)).map("".join)
acl_paths = st.tuples(st.sampled_from(FOLDERS), st.sampled_from(ACLS)).map("".join)


@st.composite
def confs(draw: st.DrawFn, path: str, paths: list[str]) -> str:
    """A configuration that may name files that are there."""
    folder = posixpath.dirname(path) or "."
    names = [posixpath.relpath(one, folder) for one in paths]
    lines = draw(st.lists(st.sampled_from(LINES), max_size=5))
    for name in draw(st.lists(st.sampled_from([*names, "*.conf", "conf/*", "/etc/x.conf", "gone.conf"]), max_size=2)):
        lines.append(draw(st.sampled_from(["include {}", 'INCLUDE "{}"'])).format(name))
    acls = [name for name in names if posixpath.basename(name) in ACLS]
    if draw(st.booleans()):
        lines.append(f"aclfile {draw(st.sampled_from([*acls, '/data/users.acl', '/data/people']))}")
    if draw(st.integers(0, 5)) == 0:
        lines.insert(0, f"dir {draw(st.sampled_from(['conf', '..', '/data']))}")
    return "\n".join(lines)


acls = st.lists(st.sampled_from(USERS), min_size=1, max_size=3).map("\n".join)


@st.composite
def composes(draw: st.DrawFn, path: str, paths: list[str]) -> str:
    """Services that mount files, or folders, that are there."""
    words = ["services:"]
    folder = posixpath.dirname(path) or "."
    for number in range(draw(st.integers(1, 2))):
        source = draw(st.sampled_from([path for path in paths if not path.endswith("extra.txt")]))
        name = posixpath.basename(source)
        command = (
            f"redis-server /data/{name} {draw(st.sampled_from(['', '--appendonly yes', '--aclfile /data/people']))}"
        )
        words += [f"  redis{number}:", "    image: redis:7.2", f"    command: {command.strip()}", "    volumes:"]
        beside = posixpath.relpath(posixpath.dirname(source) or ".", folder)
        words.append(draw(st.sampled_from([f"      - ./{beside}:/data", f"      - ./{beside}/{name}:/data/{name}"])))
        words += ["    ports:", "      - 6379:6379"]
    return "\n".join(words)


sentinels = st.sampled_from(
    ["sentinel monitor m 10.0.0.1 6379 1\n", "port 26379\nsentinel monitor m redis0 6379 3\ninclude common.conf\n"]
)
values = st.sampled_from(
    [
        "auth:\n  enabled: false\narchitecture: standalone\n",
        "redis:\n  auth:\n    password: redis\n  commonConfiguration: |-\n    appendonly yes\n    maxmemmory 1gb\n",
    ]
)
CHART = "apiVersion: v2\nname: app\ndependencies:\n  - name: redis\n    version: 20.1.0\n    repository: https://charts.bitnami.com/bitnami\n"
TERRAFORM = {
    "infra/main.tf": 'resource "aws_elasticache_replication_group" "a" {\n  description = "x"\n'
    "  transit_encryption_enabled = var.tls\n  parameter_group_name = aws_elasticache_parameter_group.p.name\n}\n",
    "infra/group.tf": 'resource "aws_elasticache_parameter_group" "p" {\n  name = "p"\n  family = "redis7"\n'
    '  parameter {\n    name = "maxmemory-policy"\n    value = var.policy\n  }\n}\n',
    "infra/variables.tf": 'variable "tls" {\n  default = false\n}\nvariable "policy" {\n  default = "allkeys-lru"\n}\n',
    "infra/terraform.tfvars": 'policy = "wrong"\n',
}


MANIFESTS = {
    "k8s/deploy.yaml": "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: redis}\nspec:\n"
    "  selector: {matchLabels: {app: redis}}\n  template:\n    metadata: {labels: {app: redis}}\n    spec:\n"
    "      containers:\n      - name: redis\n        image: redis:7.2\n        args: [/etc/redis/redis.conf]\n"
    "        resources: {limits: {memory: 256Mi}}\n        volumeMounts: [{name: c, mountPath: /etc/redis}]\n"
    "      volumes: [{name: c, configMap: {name: redis}}]\n",
    "k8s/config.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: redis}\ndata:\n  redis.conf: |\n"
    "    maxmemory 1gb\n    requirepass redis\n    maxmemmory 1gb\n",
    "k8s/service.yaml": "apiVersion: v1\nkind: Service\nmetadata: {name: redis}\nspec:\n  type: NodePort\n"
    "  selector: {app: redis}\n  ports: [{port: 6379}]\n",
    "k8s/kustomization.yaml": "resources: [deploy.yaml, service.yaml]\nconfigMapGenerator:\n- name: redis\n"
    "  files: [conf/redis.conf]\n",
    "k8s/conf/redis.conf": "appendfsync no\nappendonly yes\nmaxmemory 2gb\n",
    "prod/kustomization.yaml": "resources: [../k8s]\nimages: [{name: redis, newTag: '6.0'}]\n"
    "patches:\n- path: more.yaml\n",
    "prod/more.yaml": "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: redis}\n"
    "spec: {template: {spec: {containers: [{name: redis, args: [--maxmemory, 2gb]}]}}}\n",
    "top/kustomization.yaml": "resources: [../prod]\n",
}


@st.composite
def projects(draw: st.DrawFn) -> dict[str, str]:
    configurations = ["redis.conf", *draw(st.lists(conf_paths, max_size=4, unique=True))]
    users = draw(st.lists(acl_paths, max_size=2, unique=True))
    paths = configurations + users
    files = {path: draw(confs(path, paths)) for path in configurations}
    files |= {path: draw(acls) for path in users}
    folders = st.sampled_from(FOLDERS)
    for path in draw(st.lists(folders.map("{}docker-compose.yml".format), max_size=2, unique=True)):
        files[path] = draw(composes(path, paths))
    files |= draw(st.dictionaries(folders.map("{}sentinel.conf".format), sentinels, max_size=1))
    files |= draw(st.dictionaries(folders.map("{}values.yaml".format), values, max_size=2))
    files |= draw(st.dictionaries(folders.map("{}Chart.yaml".format), st.just(CHART), max_size=1))
    files |= {path: text for path, text in TERRAFORM.items() if draw(st.booleans())}
    if draw(st.booleans()):
        files |= {path: text for path, text in MANIFESTS.items() if draw(st.integers(0, 3))}
    files[".gitignore"] = draw(
        st.sampled_from(["", "common.conf\n", "/redis/conf/\n", "extra.txt\n!redis/extra.txt\n"])
    )
    return files


def is_ignored(root: Path, path: str) -> bool:
    return Ignore(str(root)).covers(path)


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(files=projects(), data=st.data())
def test_a_subset_finds_what_the_whole_tree_finds_there(
    tmp_path: Path, files: dict[str, str], data: st.DataObject
) -> None:
    root = planted(tmp_path, files)
    candidates = [path for path in sorted(files) if not is_ignored(root, path)]
    paths = data.draw(st.sets(st.sampled_from(candidates), min_size=1, max_size=3))
    agrees(root, *paths)


SERVICE = "services:\n  redis:\n    image: redis:7.2\n    command: redis-server /data/{}\n    volumes: [{}]\n"


def test_a_name_may_hold_any_letter(tmp_path: Path) -> None:
    """What is passed over is found by its name in the file that mounts it: all of the name."""
    make(
        tmp_path,
        {
            ".git/HEAD": "x",
            ".gitignore": "/conf/\n",
            "docker-compose.yml": SERVICE.format("a+b.conf", "./conf/a+b.conf:/data/a+b.conf"),
            "conf/a+b.conf": "aclfile ../people",
            "people": "user default on nopass ~* +@all",
        },
    )
    assert agrees(tmp_path, "people").files == {"people": "users-acl"}


def test_a_folder_may_have_any_name(tmp_path: Path) -> None:
    make(
        tmp_path,
        {
            ".git/HEAD": "x",
            "docker-compose.yml": SERVICE.format("common.conf", "./a+b@c:/data"),
            "a+b@c/common.conf": "include extra.txt\n",
            "a+b@c/extra.txt": "appendfsync sometimes\n",
        },
    )
    (finding,) = [one for one in agrees(tmp_path, "a+b@c/extra.txt").findings if one.rule == "RL005"]
    assert finding.line == 1


def test_what_a_line_names_that_goes_on_in_the_next_file(tmp_path: Path) -> None:
    """`common.conf` ends amid a line, which takes the `dir` of `redis.conf` along: so `*.conf` is of another folder."""
    make(
        tmp_path,
        {
            ".git/HEAD": "x",
            "docker-compose.yml": SERVICE.format("redis.conf", "./conf/redis.conf:/data/redis.conf"),
            "conf/common.conf": "include conf/redis.conf",
            "conf/redis.conf": "dir conf\ndir ..\ninclude *.conf",
            "a+b.conf": "save 900 1",
        },
    )
    part = agrees(tmp_path, "docker-compose.yml")
    # So what the service reads is all there, and what it leaves out has its default.
    assert "RL418" in {one.rule for one in part.findings}


def test_what_is_named_only_once_lines_go_on_is_read_in_every_run(tmp_path: Path) -> None:
    """With both files read as one text, the `dir` is a part of the line above, and `extra.txt` is of another folder."""
    make(
        tmp_path,
        {
            ".git/HEAD": "x",
            "docker-compose.yml": SERVICE.format("common.conf", "./.:/data"),
            "common.conf": "include redis.conf\ninclude *.conf",
            "redis.conf": "dir conf\ninclude redis.conf\ninclude extra.txt",
            "extra.txt": "dir ..",
        },
    )
    part = agrees(tmp_path, "docker-compose.yml")
    assert part.files == {"docker-compose.yml": "compose"}
