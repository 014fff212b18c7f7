/** Works in bash 3.2 and later; uses the bash-completion package where it is loaded, for words with a colon. */
export const bashScript = `# bash completion for akrelay; load it with: eval "$(akrelay completion bash)"
_akrelay() {
  local cur cword value word
  local -a words
  if declare -F _get_comp_words_by_ref > /dev/null; then
    _get_comp_words_by_ref -n =: cur words cword
  else
    cur=\${COMP_WORDS[COMP_CWORD]}
    words=("\${COMP_WORDS[@]}")
    cword=$COMP_CWORD
  fi
  local -a typed=()
  for word in "\${words[@]:1:cword-1}" "$cur"; do
    typed+=("\${word//[\\\\\\"\\']/}")
  done
  COMPREPLY=()
  while IFS=$'\\t' read -r value _; do
    if [[ $value == ':files' ]]; then
      type compopt &> /dev/null && compopt -o filenames
      while IFS= read -r word; do COMPREPLY+=("$word"); done < <(compgen -f -- "$cur")
    elif [[ $cur == \\"* ]]; then
      for word in '\\' '"' '$' '\`'; do value=\${value//"$word"/\\\\$word}; done
      COMPREPLY+=("$value")
    elif [[ $cur == \\'* ]]; then
      word="'"
      COMPREPLY+=("\${value//$word/$word\\\\$word$word}")
    else
      printf -v word '%q' "$value"
      COMPREPLY+=("$word")
    fi
  done < <(akrelay completion suggest -- "\${typed[@]}" 2> /dev/null)
  if declare -F __ltrim_colon_completions > /dev/null; then __ltrim_colon_completions "$cur"; fi
}
complete -F _akrelay akrelay
`;
