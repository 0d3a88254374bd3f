"""What users are for, as a table: what each needs, and what it must and must not be able to do.

Rules are written in the words of the newest servers; `access/least.py` fits them to a line.  `{prefix}` stands for the
beginning of names of keys and channels.  The sources are what servers, Sentinel and clients were seen to send.
"""

from __future__ import annotations

from collections.abc import Mapping

from redislint.typed import Final, NamedTuple

# Types of data by their categories: @read and @write would also hold what modules bring from redis 8.0 on, some of
# which no key pattern limits.
_TYPES: Final = "+@array +@bitmap +@geo +@hash +@hyperloglog +@keyspace +@list +@set +@sortedset +@stream +@string"
# In 6.x, CLIENT is dangerous as a whole.
_CLIENT: Final = "+client|getname +client|id +client|setname"
# What shows the names of all keys, carries a value into another database, or out of the server as a whole.
_WIDE: Final = "-clusterscan -copy -dbsize -dump -randomkey -scan"
# What clients of a cluster ask for; the rest of it is among what they need for their connection.
_SLOTS: Final = "+cluster|nodes +cluster|shards +cluster|slots"

_INFO: Final = "if clients such as ioredis or StackExchange.Redis are to connect, add +info"
_SCAN: Final = (
    "SCAN, RANDOMKEY and DBSIZE are left out, as no key pattern limits what they show, and so are COPY and DUMP, which"
    " carry data away"
)
_MORE: Final = "vector sets and the data of modules are left out; add what is used, by name or as +@json"
_CHANNELS: Final = "no rule limits channels before 6.2: the user reaches all of them"


class Note(NamedTuple):
    """What somebody who sets the user up has to know, on some lines of servers."""

    text: str
    lines: str = "redis@6.0..8.10 valkey@7.2..9.1"


class Role(NamedTuple):
    """What one kind of user is for.

    about       in a few words
    rules       about commands, in the order in which they are read
    keys        the pattern of its keys, if it has any
    channels    the pattern of its channels, if it has any
    prefix      what `{prefix}` is where nobody says
    can         calls that it is made for, parted by `;`
    cannot      calls that only others may make, beside those of `NEVER`
    in_cluster  rules that it needs in a Redis Cluster
    """

    about: str
    rules: str
    keys: str = ""
    channels: str = ""
    prefix: str = ""
    can: str = ""
    cannot: str = ""
    in_cluster: str = ""
    notes: tuple[Note, ...] = ()


# What nobody but an administrator may do, unless a role is made for it; `{other}` is a name without the prefix.
NEVER: Final = """\
acl setuser x on; client kill type normal; cluster reset; copy {prefix}x {prefix}y; config get requirepass;
config rewrite; config set maxmemory 1; dbsize; debug sleep 0; dump {prefix}x; eval x 0; failover; flushall;
flushdb; function flush; function load x; get {other}; keys *; migrate h 1 {prefix}x 0 1; module load x;
monitor; psync ? -1; randomkey; replicaof h 1; restore {prefix}x 0 x; save; scan 0; script flush;
set {other} x; shutdown; slaveof h 1; swapdb 0 1"""

ROLES: Final[Mapping[str, Role]] = {
    "admin": Role(
        "may do everything",
        "+@all",
        keys="~*",
        channels="&*",
        can="acl setuser x on; config set maxmemory 1; flushall; get x; set x y; shutdown; publish x y",
    ),
    "app-rw": Role(
        "reads and writes the data of one application",
        f"{_TYPES} +@pubsub +@transaction +@connection -@dangerous {_WIDE} {_CLIENT}",
        keys="~{prefix}*",
        channels="&{prefix}*",
        prefix="app:",
        can="""\
client setname x; del {prefix}x; exec; expire {prefix}x 1; get {prefix}x; hello 2; hset {prefix}x f v;
lpush {prefix}x v; multi; ping; publish {prefix}x m; select 0; set {prefix}x v ex 1; subscribe
{prefix}x; unsubscribe {prefix}x; xadd {prefix}x * f v; zadd {prefix}x 1 m""",
        cannot="info; set {other} v get",
        in_cluster=_SLOTS,
        notes=(Note(_SCAN), Note(_INFO), Note(_MORE, "redis@8.0..8.10"), Note(_CHANNELS, "redis@6.0")),
    ),
    "app-ro": Role(
        "reads the data of one application",
        f"{_TYPES} +@connection -@write -@dangerous {_WIDE} {_CLIENT}",
        keys="%R~{prefix}*",
        prefix="app:",
        can="""\
client setname x; exists {prefix}x; get {prefix}x; hello 2; hgetall {prefix}x; lrange {prefix}x 0 -1;
mget {prefix}x {prefix}y; ping; select 0; ttl {prefix}x; type {prefix}x; xrange {prefix}x - +; zrange
{prefix}x 0 -1""",
        cannot="""\
del {prefix}x; expire {prefix}x 1; getdel {prefix}x; info; publish {prefix}x m; set {prefix}x v;
subscribe {prefix}x; xadd {prefix}x * f v""",
        in_cluster=_SLOTS,
        notes=(Note(_SCAN), Note(_INFO), Note(_MORE, "redis@8.0..8.10")),
    ),
    "queue": Role(
        "runs a job queue with scripts, such as BullMQ",
        f"{_TYPES} +@pubsub +@transaction +@connection -@dangerous {_WIDE} {_CLIENT} +eval +evalsha +script|load +info",
        keys="~{prefix}*",
        channels="&{prefix}*",
        prefix="queue:",
        can="""\
blmove {prefix}x {prefix}y left right 1; brpoplpush {prefix}x {prefix}y 1; bzpopmin {prefix}x 1; client
setname x; eval x 0; eval x 1 {prefix}x; evalsha x 1 {prefix}x; hset {prefix}x f v; info; lpush
{prefix}x v; multi; publish {prefix}x m; script load x; subscribe {prefix}x; xadd {prefix}x * f v; xread
streams {prefix}x 0; zadd {prefix}x 1 m""",
        cannot="eval x 1 {other}",
        in_cluster=_SLOTS,
        notes=(Note(_SCAN), Note(_CHANNELS, "redis@6.0")),
    ),
    "replica": Role(
        "for masteruser: takes the data of a master",
        "+psync +replconf +ping",
        can="ping; psync ? -1; replconf listening-port 6379",
        cannot="get x; set x y; sync; info",
        # Sent where slots move between nodes as a whole.
        in_cluster="+cluster|syncslots",
        notes=(Note("on every server set masteruser to `replica`, and masterauth to the password"),),
    ),
    "sentinel": Role(
        "for Sentinel, which watches the servers and fails over",
        "+multi +slaveof +ping +exec +subscribe +config|rewrite +role +publish +info +client|setname +client|kill"
        " +script|kill",
        channels="&__sentinel__:hello",
        can="""\
client kill type normal; client setname x; config rewrite; exec; info; multi; ping; publish
__sentinel__:hello x; role; script kill; slaveof h 1; subscribe __sentinel__:hello""",
        cannot="get x; set x y; config set maxmemory 1",
        notes=(
            Note(
                "in sentinel.conf say `sentinel auth-user NAME sentinel`, and the password by `sentinel auth-pass NAME`"
            ),
        ),
    ),
    "exporter": Role(
        "for an exporter of metrics, which reads the state of the server",
        "+ping +hello +info +client|list +client|setname +cluster|info +latency|histogram +latency|latest"
        " +slowlog|get +slowlog|len",
        can="""\
client list; client setname x; cluster info; hello 2; info all; latency latest; ping; slowlog get 10;
slowlog len""",
        cannot="get x; set x y; latency reset; slowlog reset",
        notes=(
            Note("CONFIG GET is left out, as it shows passwords; redis_exporter does without it by --config-command=-"),
        ),
    ),
    "health": Role(
        "for health checks, which ask for an answer",
        "+ping +hello",
        can="hello 2; ping",
        cannot="get x; set x y; info",
    ),
    "backup": Role(
        "carries all data away, as `redis-cli --rdb` does",
        "+psync +sync +replconf +ping",
        can="ping; psync ? -1; replconf rdb-only 1; sync",
        cannot="get x; set x y; bgsave; info",
        notes=(Note("it reads everything: guard its password as that of an administrator"),),
    ),
    "ops-ro": Role(
        "looks after the server and the sizes of keys, and changes nothing",
        "+ping +hello +info +type +ttl +pttl +object +memory|doctor +memory|stats +memory|usage +slowlog|get"
        " +slowlog|len +latency|doctor +latency|histogram +latency|history +latency|latest +client|list +client|setname"
        " +cluster|info +cluster|nodes +acl|whoami",
        keys="%R~{prefix}*",
        prefix="app:",
        can="""\
acl whoami; client list; hello 2; info all; latency history command; memory stats; memory usage
{prefix}x; object encoding {prefix}x; ping; slowlog get 10; ttl {prefix}x; type {prefix}x""",
        cannot="get {prefix}x; set {prefix}x v; slowlog reset; latency reset; memory purge; acl list; type {other}",
    ),
}

# Those that most setups need; nobody should be there unasked who carries all data away.
USUAL: Final = ("admin", "app-rw", "app-ro", "replica", "sentinel", "exporter", "health")
