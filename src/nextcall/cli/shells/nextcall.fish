# Completes the words of nextcall in fish. What can stand there is asked of nextcall itself.

function __nextcall_complete
    set -l words (commandline -opc)
    set -l typed (commandline -ct)
    set -e words[1]
    test (count $typed) -gt 0; or set typed ''
    set -l found (nextcall __complete $words "$typed" 2>/dev/null </dev/null)
    switch "$found[1]"
        case :file
            __fish_complete_path "$typed"
        case :folder
            __fish_complete_directories "$typed" ''
        case '*'
            string join -- \n $found
    end
end

complete -c nextcall -f -a '(__nextcall_complete)'
