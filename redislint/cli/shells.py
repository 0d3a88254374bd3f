"""What shells run to complete a command line of ours: each asks `redislint completion --next` what may come next.

The answer begins with a line that says whether paths may come too; then come the words, each with what it is behind
a tab.
"""

from __future__ import annotations

from redislint.typed import Final

_BASH: Final = r"""# redislint's completion for bash 4 and later.
_redislint() {
    local line=${COMP_LINE:0:COMP_POINT} answer paths word about full breaks
    local -a words
    read -ra words <<<"$line"
    [[ $line == *[[:space:]] ]] && words+=("")
    full=${words[${#words[@]}-1]}
    # What stands before the last character that breaks words is not replaced; an @ belongs to what follows it.
    breaks=${full%"${full##*[\"\'@><=;|&\(:]}"}
    breaks=${breaks%@}
    COMPREPLY=()
    {
        IFS= read -r paths
        while IFS=$'\t' read -r word about; do
            COMPREPLY+=("${word#"$breaks"}")
        done
    } < <(redislint completion --next -- "${words[@]:1}" 2>/dev/null)
    if [[ $paths != words ]]; then
        compopt -o filenames
        while IFS= read -r word; do
            COMPREPLY+=("${word#"$breaks"}")
        done < <(if [[ $paths == dirs ]]; then compgen -d -- "$full"; else compgen -f -- "$full"; fi)
    fi
    [[ ${#COMPREPLY[@]} == 1 && ${COMPREPLY[0]} == *[:/] ]] && compopt -o nospace
    return 0
}
complete -F _redislint redislint
"""

_ZSH: Final = r"""#compdef redislint
# redislint's completion for zsh.
_redislint() {
    local row word paths
    local -a rows whole open
    rows=("${(@f)$(redislint completion --next -- "${(@)words[2,CURRENT-1]}" "$PREFIX" 2>/dev/null)}")
    paths=$rows[1]
    for row in "${(@)rows[2,-1]}"; do
        word=${${row%%$'\t'*}//:/\\:}
        row=${row#*$'\t'}
        if [[ $word == *(:|/) ]]; then
            open+=("$word${row:+:$row}")
        else
            whole+=("$word${row:+:$row}")
        fi
    done
    (( $#open )) && _describe -t words redislint open -S ''
    (( $#whole )) && _describe -t words redislint whole
    case $paths in
        (files) _files ;;
        (dirs) _files -/ ;;
    esac
    return 0
}
if [[ $funcstack[1] == _redislint ]]; then
    _redislint "$@"
else
    compdef _redislint redislint
fi
"""

_FISH: Final = r"""# redislint's completion for fish.
function __redislint_next
    set -l words (commandline --tokenize --cut-at-cursor --current-process)
    set -l word (commandline --current-token --cut-at-cursor)
    set -l rows (redislint completion --next -- $words[2..] "$word" 2>/dev/null)
    switch "$rows[1]"
        case files
            __fish_complete_path "$word"
        case dirs
            __fish_complete_directories "$word"
    end
    printf '%s\n' $rows[2..]
end
complete --command redislint --no-files --arguments '(__redislint_next)'
"""

SCRIPTS: Final = {"bash": _BASH, "zsh": _ZSH, "fish": _FISH}
