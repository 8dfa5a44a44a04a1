/** Asks the command itself, so that names of services and windows are those of now. */
export const bashScript = `# vx11 completion for bash: source <(vx11 completion bash)
_vx11() {
  local IFS=$'\\n'
  COMPREPLY=($(vx11 completion candidates -- "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null))
}
complete -F _vx11 vx11
`;

export const zshScript = `#compdef vx11
# vx11 completion for zsh: source <(vx11 completion zsh)
_vx11() {
  local -a found
  found=("\${(@f)$(vx11 completion candidates -- "\${(@)words[2,CURRENT]}" 2>/dev/null)}")
  compadd -a found
}
compdef _vx11 vx11
`;
