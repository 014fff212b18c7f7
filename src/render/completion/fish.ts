export const fishScript = `# fish completion for akrelay; load it with: akrelay completion fish | source
function __akrelay_suggest
    set -l before (commandline -opc)
    set -l current (commandline -ct)
    set -l lines (akrelay completion suggest -- $before[2..-1] "$current" 2> /dev/null)
    if test "$lines[1]" = ':files'
        __fish_complete_path "$current"
    else
        printf '%s\\n' $lines
    end
end
complete -c akrelay -f -a '(__akrelay_suggest)'
`;
