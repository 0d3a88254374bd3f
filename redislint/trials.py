"""The examples of rule pages, tried: each bad one is found exactly where it is marked, and each good one is silent."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256

from redislint import pages as page_files
from redislint.config.declared import Declarations, placed
from redislint.config.evidence import Owners
from redislint.config.read import read as configuration
from redislint.discover import names
from redislint.discover.kinds import kind_of as looks
from redislint.model.document import Reading
from redislint.model.project import Evidence
from redislint.model.snapshot import Snapshot
from redislint.options import Declared, Options
from redislint.page import Example, ExampleFile, PageError, examples
from redislint.pipeline import Report, lint_sources
from redislint.read import read
from redislint.read.snapshot import packed
from redislint.servers import parse
from redislint.source import Source

CONFIGURATION = ".redislint.yaml"
SNAPSHOT = ".snapshot.json"
# Where an example lies, as far as it matters: its configuration is told a folder.
FOLDER = "/example"


@dataclass(frozen=True)
class Case:
    """One example of one page."""

    page: str
    example: Example

    @property
    def rule(self) -> str:
        """The id of the rule."""
        return os.path.basename(self.page).partition("-")[0]

    @property
    def id(self) -> str:
        """A name of its own among all examples."""
        return f"{self.rule}-{'bad' if self.example.is_bad else 'good'}-{self.example.title}"

    @property
    def kinds(self) -> set[str]:
        """The kinds of its files."""
        return {kind for file in self.example.files if (kind := kind_of(file)) is not None}


def cases(folder: str) -> list[Case]:
    """The examples of all pages below a folder.  Raises `PageError` for a page that has none to read."""
    found = []
    for path in page_files.files(folder):
        with open(os.path.join(folder, path), encoding="utf-8") as page:
            text = page.read()
        found += [Case(path, example) for example in examples(text.split("\n---\n", 1)[1])]
    return found


# By the end of a name, and of YAML by what its path or text has in it, the first that fits.
_BY_NAME = {".tf": "terraform", ".acl": "users-acl", ".conf": "redis-conf"}
_YAML_PATHS = (
    (r"compose[^/]*$", "compose"),
    (r"\.github/workflows/", "github-actions"),
    (r"(^|/)((group|host)_vars|tasks)/|(^|/)playbook", "ansible"),
)


def kind_of(file: ExampleFile) -> str | None:
    """The kind of an example's file, told by its name; None for a file that is only there to be found."""
    name = os.path.basename(file.path)
    if name == CONFIGURATION:
        return "redislint"
    if names.hint(file.path) in ("systemd", "sysctl", "script", "snapshot"):
        return names.hint(file.path)
    if names.is_dockerfile(name):
        return "dockerfile"
    if name.endswith((".yaml", ".yml")):
        return _yaml_kind(file, name)
    if name.endswith(".conf") and "sentinel" in name:
        return "sentinel-conf"
    return next((kind for end, kind in _BY_NAME.items() if name.endswith(end)), None)


def _yaml_kind(file: ExampleFile, name: str) -> str | None:
    for pattern, kind in _YAML_PATHS:
        if re.search(pattern, file.path):
            return kind
    if name in ("Chart.yaml", "kustomization.yaml"):
        # The former is read for itself only where it floats.
        return looks(file.path, unmarked(file.text)[0].encode()) if name == "Chart.yaml" else None
    if re.search(r"^groups:", file.text, re.MULTILINE):
        return "prometheus"
    return "kubernetes" if re.search(r"^kind: ", file.text, re.MULTILINE) else "helm-values"


def unmarked(text: str) -> tuple[str, list[tuple[int, int]]]:
    """The text without `«` and `»`, and what stood between them, as offsets."""
    out: list[str] = []
    length = 0
    opened: list[int] = []
    marks = []
    for character in text:
        if character == "«":
            opened.append(length)
        elif character == "»":
            if not opened:
                raise PageError("a » without its «")
            marks.append((opened.pop(), length))
        else:
            out.append(character)
            length += 1
    if opened:
        raise PageError("a « without its »")
    return "".join(out), sorted(marks)


def is_read(source: Source) -> bool:
    """Is it a file that a reader reads?  The configuration is read before."""
    return source.kind not in ("", "redislint")


class Files:
    """The files of an example, as a tree."""

    def __init__(self, sources: dict[str, Source]) -> None:
        self.sources = sources

    def read(self, path: str) -> Source | None:
        """The file at a path, None where there is none."""
        return self.sources.get(path)

    def names(self, folder: str) -> tuple[str, ...]:
        """The names of the files in a folder."""
        prefix = f"{folder}/" if folder else ""
        found = (path.removeprefix(prefix) for path in self.sources if path.startswith(prefix))
        return tuple(sorted(name for name in found if "/" not in name))

    def keeps(self, path: str) -> bool:
        """Is there a file at this path?"""
        return path in self.sources


def options_of(case: Case, select: tuple[str, ...] = ()) -> Options:
    """The options that the words of the fences ask for: `server=redis@7.2`, `build=distro`, `today=2026-11-23`."""
    said = dict(word.split("=", 1) for file in case.example.files for word in file.words if "=" in word)
    server = parse(said["server"]) if "server" in said else None
    declared = Declared(
        environment=said.get("environment", ""),
        profile=said.get("profile", ""),
        build=said.get("build", ""),
        rpo=said.get("rpo", ""),
        target=parse(said["target"]) if "target" in said else None,
        transport=said.get("transport", ""),
    )
    options = Options(select=select, server=server, declared=lambda _: declared, today=said.get("today", ""))
    return _configured(case, options._replace(snapshot=snapshot_of(case)))


def snapshot_of(case: Case) -> Snapshot | None:
    """The snapshot that the other files of an example are compared with, if it shows both."""
    file = next((file for file in present(case) if file.path.endswith(SNAPSHOT)), None)
    if file is None or len(present(case)) == 1:
        return None
    return packed.snapshot(Source(file.path, unmarked(file.text)[0], "snapshot"))


def _configured(case: Case, options: Options) -> Options:
    """The options with what a `.redislint.yaml` of the example declares: then the fences declare nothing."""
    file = next((file for file in case.example.files if file.path == CONFIGURATION), None)
    if file is None:
        return options
    config = configuration(f"{FOLDER}/{CONFIGURATION}", unmarked(file.text)[0].encode())
    project = placed(config, FOLDER)
    if project is not None:
        texts = {one.path: unmarked(one.text)[0] for one in case.example.files}
        evidence = {path: Evidence(len(text), sha256(text.encode()).hexdigest()) for path, text in texts.items()}
        project = project._replace(today=options.today, whole=True, evidence=evidence)
        owners = texts.get("CODEOWNERS")
        if owners is not None:
            project = project._replace(owners=Owners(owners).all, owner_of=Owners(owners))
    return options._replace(declared=Declarations(config, FOLDER), project=project)


def present(case: Case) -> list[ExampleFile]:
    """The files of a case as they are now."""
    return [file for file in case.example.files if "before" not in file.words]


def before(case: Case) -> list[Reading]:
    """The files of a case as they were before, if it shows any; those that it shows once were the same."""
    if len(present(case)) == len(case.example.files):
        return []
    texts = {file.path: file for file in present(case)}
    texts |= {file.path: file for file in case.example.files if "before" in file.words}
    sources = {path: Source(path, unmarked(file.text)[0], kind_of(file) or "") for path, file in texts.items()}
    return [read(source, Files(sources)) for source in sources.values() if is_read(source)]


def faults(case: Case, folders: tuple[str, ...]) -> Iterator[str]:
    """What does not hold of an example of a page in one of these folders of pages, a sentence each."""
    report, marked = run(case, (case.rule,), folders)
    yield from report.errors
    if case.example.is_bad and not marked:
        yield "a bad example marks what is to blame: «...»"
    found = [(one.path, one.span.start, one.span.end) for one in report.findings if one.rule == case.rule]
    texts = {file.path: unmarked(file.text)[0] for file in present(case)}
    for path, start, end in sorted(set(marked) - set(found)):
        yield f"nothing is said at {_place(texts[path], path, start)}, of `{texts[path][start:end]}`"
    for one in report.findings:
        place = (one.path, one.span.start, one.span.end)
        if one.rule == case.rule and place not in marked:
            at = _place(texts.get(one.path, ""), one.path, one.span.start)
            yield f"something is said at {at}, of `{one.span.text}`: {one.message}"


def _place(text: str, path: str, offset: int) -> str:
    line, column = Source(path, text, "").position(offset)
    return f"{path}:{line}:{column}"


def run(
    case: Case, select: tuple[str, ...], folders: tuple[str, ...] = ()
) -> tuple[Report, list[tuple[str, int, int]]]:
    """Lint the files of a case, with further folders of pages; the report, and the marked places."""
    sources = {}
    marked = []
    launched = set()
    for file in present(case):
        text, marks = unmarked(file.text)
        sources[file.path] = Source(file.path, text, kind_of(file) or "")
        marked += [(file.path, start, end) for start, end in marks]
        if "fragment" not in file.words:
            launched.add(file.path)
    report = lint_sources(
        [source for source in sources.values() if is_read(source)],
        Files(sources),
        options_of(case, select)._replace(rule_folders=folders),
        launched=launched,
        before=before(case),
    )
    return report, sorted(marked)
