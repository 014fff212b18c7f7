/** Works when sourced and as the file \`_akrelay\` in a folder of \`fpath\`. */
export const zshScript = `#compdef akrelay
# zsh completion for akrelay; load it with: eval "$(akrelay completion zsh)"
_akrelay() {
  local line
  local -a lines described
  lines=("\${(@f)$(akrelay completion suggest -- "\${(@Q)words[2,CURRENT-1]}" "\${(Q)PREFIX}" 2> /dev/null)}")
  if [[ $lines[1] == ':files' ]]; then
    _files
    return
  fi
  for line in $lines; do
    described+=("\${\${line%%$'\\t'*}//:/\\\\:}:\${line#*$'\\t'}")
  done
  _describe -V akrelay described
}
if [[ $funcstack[1] == _akrelay ]]; then
  _akrelay "$@"
else
  compdef _akrelay akrelay
fi
`;
