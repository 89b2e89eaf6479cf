import type { Completion, CompletionNode } from './completion-tree.ts';

/** Returns the completion for fish, with descriptions. */
export function fishCompletion(nodes: readonly CompletionNode[]): string {
  return `# Completion of esp-prov for fish; printed by: esp-prov completion fish

# Options that take a value, behind the command that has them.
function __esp_prov_takes_value
    switch "$argv[1] $argv[2]"
${nodes.flatMap(takers).join('\n')}
    end
    return 1
end

# The command that the words before the cursor name, and how many arguments follow it.
function __esp_prov_place
    set -l words (commandline -opc)
    set -e words[1]
    set -l path ''
    set -l count 0
    set -l pending 0
    set -g __esp_prov_image ''
    for word in $words
        if test $pending = 1
            set pending 0
        else if string match -q -- '--*=*' $word
            continue
        else if string match -q -- '-?*' $word
            if string match -q -- '--*' $word
                set word (string replace -a _ - -- $word)
            end
            __esp_prov_takes_value "$path" $word; and set pending 1
        else if test $count = 0; and contains -- (string trim "$path "(string replace -a _ - -- $word)) ${nodes.map(({ path }) => quoted(path)).join(' ')}
            set path (string trim "$path "(string replace -a _ - -- $word))
        else
            test $count = 0; and set -g __esp_prov_image $word
            set count (math $count + 1)
        end
    end
    echo "$path|$count"
end

function __esp_prov_at
    test (__esp_prov_place) = "$argv[1]|$argv[2]"
end

function __esp_prov_in
    string match -q -- "$argv[1]|*" (__esp_prov_place)
end

# Labels of the image that is named before. Only plain letters: a label comes from a file.
function __esp_prov_labels
    __esp_prov_place >/dev/null
    set -l file (string replace -r '^~/' "$HOME/" -- $__esp_prov_image)
    test -f "$file"; or return
    esp-prov flash table --json -- $file 2>/dev/null </dev/null |
        string match -ra '"label":"[A-Za-z0-9_.-]{1,16}"' | string replace -r '.*:"(.*)"' '$1'
end

complete -c esp-prov -f
${nodes.flatMap(lines).join('\n')}
`;
}

function lines({ path, commands, options, operands }: CompletionNode): string[] {
  return [
    ...commands.map(({ name, description }) => `${at(path, 0)} -a ${name} -d ${quoted(description)}`),
    ...options.map(({ flags, description, value }) => {
      const spelled = flags.map((flag) => (flag.startsWith('--') ? `-l ${flag.slice(2)}` : `-s ${flag.slice(1)}`));
      return `complete -c esp-prov -n ${quoted(`__esp_prov_in "${path}"`)} ${spelled.join(' ')}${takes(value, '-r ')} -d ${quoted(description)}`;
    }),
    ...operands.flatMap((operand, place) =>
      operand.kind === 'any' ? [] : [`${at(path, place)}${takes(operand, '')}`],
    ),
  ];
}

function at(path: string, place: number): string {
  return `complete -c esp-prov -n ${quoted(`__esp_prov_at "${path}" ${place}`)}`;
}

function takes(completion: Completion | undefined, required: string): string {
  if (!completion) return '';
  if (completion.kind === 'words') return ` ${required}-f -a ${quoted(completion.words.join(' '))}`;
  if (completion.kind === 'label') return ` ${required}-f -a '(__esp_prov_labels)'`;
  return completion.kind === 'file' ? ` ${required}-F` : ` ${required}-f`;
}

function takers({ path, options }: CompletionNode): string[] {
  const flags = options.filter(({ value }) => value).flatMap((option) => option.flags);
  return flags.length === 0
    ? []
    : [`        case ${flags.map((flag) => quoted(`${path} ${flag}`)).join(' ')}`, '            return 0'];
}

function quoted(words: string): string {
  return `'${words.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}
