# Completes the words of nextcall in bash. What can stand there is asked of nextcall itself.

_nextcall() {
    local IFS=$' \t\n' words=() word found=() prefix=
    # bash takes words apart at = and :, so they are read from the line itself.
    read -ra words <<<"${COMP_LINE:0:COMP_POINT}"
    [[ ${COMP_LINE:COMP_POINT-1:1} == [[:space:]] ]] && words+=("")
    local typed=${words[${#words[@]}-1]}
    COMPREPLY=()
    while IFS=$'\t' read -r word _; do
        case $word in
            :file) compopt -o filenames 2>/dev/null; while IFS= read -r word; do COMPREPLY+=("$word"); done < <(compgen -f -- "$2"); return ;;
            :folder) compopt -o filenames 2>/dev/null; while IFS= read -r word; do COMPREPLY+=("$word"); done < <(compgen -d -- "$2"); return ;;
            ?*) found+=("$word") ;;
        esac
    done < <(nextcall __complete "${words[@]:1}" 2>/dev/null </dev/null)
    # It replaces only what follows the last = or :, where it takes words apart at them.
    [[ $COMP_WORDBREAKS == *=* && $typed == *=* ]] && prefix=${typed%"${typed##*=}"}
    [[ $COMP_WORDBREAKS == *:* && ${typed#"$prefix"} == *:* ]] && prefix=${typed%"${typed##*:}"}
    for word in "${found[@]}"; do
        COMPREPLY+=("${word#"$prefix"}")
    done
    [[ ${#found[@]} -gt 0 && ${found[0]} == *[=:] ]] && compopt -o nospace 2>/dev/null
    return 0
}

complete -F _nextcall nextcall
