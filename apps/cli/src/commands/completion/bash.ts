import type { Completion, CompletionNode } from './completion-tree.ts';

/**
 * Returns the completion for bash, from version 3.2 on, which macOS still has. It walks over the words before the
 * cursor to find the command that they name, passing over the values of options.
 */
export function bashCompletion(nodes: readonly CompletionNode[]): string {
  return `# Completion of esp-prov for bash; printed by: esp-prov completion bash

# What the command "$1" takes: names of commands, options, and kinds of arguments.
_esp_prov_of() {
  commands= options= operands=
  case "$1" in
${nodes.map(nodeCase).join('\n')}
  esac
}

# What the option "$2" of the command "$1" takes: words, "@file", "@label", "@any", or nothing.
_esp_prov_value_of() {
  case "$1 $2" in
${nodes.flatMap(valueCases).join('\n')}
    *) value= ;;
  esac
}

# Labels of the image "$1". Only plain letters: a label comes from a file, and compgen expands what it is given.
_esp_prov_labels() {
  local file=$(printf %s "$1" | tr -d '\\\\"'"'")
  file=\${file/#\\~\\//$HOME/}
  if [[ ! -f $file ]]; then return; fi
  esp-prov flash table --json -- "$file" 2>/dev/null </dev/null |
    LC_ALL=C grep -oE '"label":"[A-Za-z0-9_.-]{1,16}"' | cut -d '"' -f 4
}

_esp_prov_offer() {
  local IFS=$'\\n'
  case "$1" in
    @any | '') COMPREPLY=() ;;
    @file)
      compopt -o filenames 2>/dev/null
      COMPREPLY=($(compgen -f -- "$2"))
      ;;
    @label) COMPREPLY=($(compgen -W "$(_esp_prov_labels "$image")" -- "$2")) ;;
    *) COMPREPLY=($(compgen -W "\${1// /$'\\n'}" -- "$2")) ;;
  esac
}

_esp_prov() {
  local cur=\${COMP_WORDS[COMP_CWORD]} path= word value= pending= image= commands options operands i count=0
  _esp_prov_of ''
  for ((i = 1; i < COMP_CWORD; i++)); do
    word=\${COMP_WORDS[i]}
    # bash takes "--option=value" for three words.
    if [[ $word == = ]]; then continue; fi
    if [[ -n $pending ]]; then pending= value=; continue; fi
    if [[ $word == --* ]]; then word=\${word//_/-}; fi
    if [[ $word == -?* ]]; then
      _esp_prov_value_of "$path" "$word"
      pending=$value
    elif [[ $count == 0 && " $commands " == *" \${word//_/-} "* ]]; then
      path=\${path:+$path }\${word//_/-}
      _esp_prov_of "$path"
    else
      if [[ $count == 0 ]]; then image=$word; fi
      count=$((count + 1))
    fi
  done
  if [[ $cur == = ]]; then cur=; fi
  if [[ -n $pending ]]; then
    _esp_prov_offer "$pending" "$cur"
  elif [[ $cur == -* ]]; then
    _esp_prov_offer "$options" "$cur"
  elif [[ $count == 0 && -n $commands ]]; then
    _esp_prov_offer "$commands" "$cur"
  else
    set -- $operands
    shift $((count < $# ? count : $#))
    value=\${1-}
    _esp_prov_offer "\${value//,/ }" "$cur"
  fi
}

complete -F _esp_prov esp-prov
`;
}

function nodeCase({ path, commands, options, operands }: CompletionNode): string {
  const names = commands.map(({ name }) => name).join(' ');
  const flags = options.flatMap((option) => option.flags).join(' ');
  const kinds = operands.map((operand) => text(operand).replaceAll(' ', ',')).join(' ');
  return `    '${path}') commands='${names}' options='${flags}' operands='${kinds}' ;;`;
}

function valueCases({ path, options }: CompletionNode): string[] {
  return options.flatMap(({ flags, value }) => {
    if (!value) return [];
    const patterns = flags.map((flag) => `'${path} ${flag}'`).join(' | ');
    return [`    ${patterns}) value='${text(value)}' ;;`];
  });
}

function text(completion: Completion): string {
  return completion.kind === 'words' ? completion.words.join(' ') : `@${completion.kind}`;
}
