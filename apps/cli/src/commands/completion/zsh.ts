import type { Completion, CompletionNode } from './completion-tree.ts';

/** Returns the completion for zsh, with descriptions; for `source` or as a file `_esp-prov` in `fpath`. */
export function zshCompletion(nodes: readonly CompletionNode[]): string {
  return `#compdef esp-prov
# Completion of esp-prov for zsh; printed by: esp-prov completion zsh

# What the command "$1" takes: names of commands, options, and kinds of arguments.
_esp_prov_of() {
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

# Labels of the image "$1". Only plain letters: a label comes from a file.
_esp_prov_labels() {
  local file=\${\${(Q)1}/#\\~\\//$HOME/}
  if [[ ! -f $file ]]; then return; fi
  esp-prov flash table --json -- "$file" 2>/dev/null </dev/null |
    LC_ALL=C grep -oE '"label":"[A-Za-z0-9_.-]{1,16}"' | cut -d '"' -f 4
}

_esp_prov_offer() {
  case "$1" in
    @any) _message 'value' ;;
    @file) _files ;;
    @label) compadd -- \${(f)"$(_esp_prov_labels "$image")"} ;;
    '') ;;
    *) compadd -- \${=1} ;;
  esac
}

_esp_prov() {
  local where= word value= pending= image= i count=0
  local -a commands options operands
  _esp_prov_of ''
  for ((i = 2; i < CURRENT; i++)); do
    word=\${words[i]}
    if [[ -n $pending ]]; then pending=; continue; fi
    if [[ $word == --*=* ]]; then continue; fi
    if [[ $word == --* ]]; then word=\${word//_/-}; fi
    if [[ $word == -?* ]]; then
      _esp_prov_value_of "$where" "$word"
      pending=$value
    elif [[ $count == 0 && -n \${(M)commands:#\${word//_/-}:*} ]]; then
      where=\${where:+$where }\${word//_/-}
      _esp_prov_of "$where"
    else
      if [[ $count == 0 ]]; then image=$word; fi
      count=$((count + 1))
    fi
  done
  if [[ -n $pending ]]; then
    _esp_prov_offer "$pending"
  elif [[ $PREFIX == --*=* ]]; then
    word=\${PREFIX%%=*}
    _esp_prov_value_of "$where" "\${word//_/-}"
    compset -P '*='
    _esp_prov_offer "$value"
  elif [[ $PREFIX == -* ]]; then
    _describe -o option options
  elif [[ $count == 0 && $#commands -gt 0 ]]; then
    _describe command commands
  else
    _esp_prov_offer "\${\${operands[count+1]-}//,/ }"
  fi
}

if [[ $funcstack[1] == _esp-prov ]]; then _esp_prov "$@"; else compdef _esp_prov esp-prov; fi
`;
}

function nodeCase({ path, commands, options, operands }: CompletionNode): string {
  const names = commands.map(({ name, description }) => quoted(`${name}:${description}`));
  const flags = options.flatMap((option) => option.flags.map((flag) => quoted(`${flag}:${option.description}`)));
  const kinds = operands.map((operand) => quoted(text(operand).replaceAll(' ', ',')));
  return [
    `    '${path}')`,
    `      commands=(${names.join(' ')})`,
    `      options=(${flags.join(' ')})`,
    `      operands=(${kinds.join(' ')})`,
    '      ;;',
  ].join('\n');
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

function quoted(words: string): string {
  return `'${words.replaceAll("'", "'\\''")}'`;
}
