/** The shells' half: each asks `cilium-eks complete -- <words>` on Tab, words as they are typed, evaluated by nobody. */
export const SCRIPTS = {
  bash: `# Completion of cilium-eks for bash, also 3.2 as macOS has it; needs no bash-completion.
_cilium_eks() {
  local line directive=4 at
  local -a words=()
  COMPREPLY=()
  # "=" is a word of its own in bash: --format=sarif is completed as --format sarif.
  for ((at = 1; at <= COMP_CWORD; at++)); do
    if [[ \${COMP_WORDS[at]} != "=" ]]; then words+=("\${COMP_WORDS[at]}"); fi
    if [[ \${COMP_WORDS[at]} == "=" && $at == "$COMP_CWORD" ]]; then words+=(""); fi
  done
  while IFS= read -r line; do
    case $line in
      :*) directive=\${line#:} ;;
      *) COMPREPLY+=("\${line%%$'\\t'*}") ;;
    esac
  done < <(cilium-eks complete -- "\${words[@]}" 2>/dev/null)
  if [[ $directive == 0 ]] && ! compopt -o default 2>/dev/null; then
    while IFS= read -r line; do COMPREPLY+=("$line"); done < <(compgen -f -- "\${COMP_WORDS[COMP_CWORD]}")
  fi
}
complete -F _cilium_eks cilium-eks
`,
  zsh: `#compdef cilium-eks
# Completion of cilium-eks for zsh: source it behind compinit, or put it as _cilium-eks into a folder of $fpath.
_cilium_eks() {
  local line directive=4
  local -a offers
  while IFS= read -r line; do
    case $line in
      :*) directive=\${line#:} ;;
      *) offers+=("\${\${line%%$'\\t'*}//:/\\\\:}:\${line#*$'\\t'}") ;;
    esac
  done < <(cilium-eks complete -- "\${(@)words[2,CURRENT]}" 2>/dev/null)
  (( \${#offers} )) && _describe cilium-eks offers
  [[ $directive == 0 ]] && _files
  return 0
}
if [[ \${funcstack[1]} == _cilium[-_]eks ]]; then _cilium_eks "$@"; else compdef _cilium_eks cilium-eks; fi
`,
  fish: `# Completion of cilium-eks for fish.
function __cilium_eks
  set -l words (commandline -opc)
  set -l current (commandline -ct)
  set -l answer (cilium-eks complete -- $words[2..-1] "$current" 2>/dev/null)
  string match --invert --regex '^:' -- $answer
  if contains -- :0 $answer
    __fish_complete_path "$current"
  end
end
complete --command cilium-eks --no-files --arguments '(__cilium_eks)'
`,
} as const;

export type Shell = keyof typeof SCRIPTS;
