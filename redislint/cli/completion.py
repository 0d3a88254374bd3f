"""`redislint completion bash`: what a shell needs to complete our command lines."""

from __future__ import annotations

from redislint.cli import DONE, UsageError
from redislint.cli.parser import Parser
from redislint.cli.shells import SCRIPTS
from redislint.cli.streams import show
from redislint.suggest import did_you_mean
from redislint.typed import Final

_ABOUT: Final = (
    "Print what a shell needs to complete verbs, options and their values: rules by id and name, formats, kinds,"
    " versions, directives and files."
)
_END: Final = """\
examples:
  redislint completion bash > /etc/bash_completion.d/redislint
  redislint completion zsh > ~/.zfunc/_redislint    a folder of your $fpath
  redislint completion fish > ~/.config/fish/completions/redislint.fish

exit status:
  0  printed
  2  there is no completion for this shell
"""


def parser() -> Parser:
    """The parser of the verb's options."""
    made = Parser("redislint completion SHELL", _ABOUT, _END)
    group = made.add_argument_group("for the scripts")
    group.add_argument("--next", action="store_true", help="print what may come next behind the words that follow `--`")
    made.general()
    return made


def run(argv: list[str]) -> int:
    """Print the script, or what may come next; the exit status."""
    split = parser().split(argv)
    if split is None:
        return DONE
    asked, words = split
    if asked.next:
        from redislint.cli.candidates import following

        found = following(words)
        show("".join(f"{line}\n" for line in (found.paths, *("\t".join(row) for row in found.rows))))
        return DONE
    if len(words) != 1 or words[0] not in SCRIPTS:
        said = f"{words[0]} is none of them{did_you_mean(words[0], SCRIPTS)}" if words else "which?"
        raise UsageError(f"there is completion for {', '.join(SCRIPTS)}: {said}")
    show(SCRIPTS[words[0]])
    return DONE
