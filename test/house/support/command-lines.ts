/** A command line that users are shown. */
export interface CommandLine {
  /** File and line. */
  readonly place: string;
  /** Words behind `esp-prov`. */
  readonly args: readonly string[];
  /** Whether it stands in a sentence, where values may be left out. */
  readonly inText: boolean;
}

/**
 * Returns the lines of a page that run `esp-prov`: in blocks of a shell every such command, in recorded terminals those
 * behind the prompt, and in the text what stands in backticks and has an option.
 */
export function commandLines(page: string, text: string): CommandLine[] {
  const blocks = [...text.matchAll(/^( *)```([^\n]*)\n(.*?)^ *```$/gms)];
  const fenced = blocks.flatMap(({ 2: info = '', 3: body = '', index }) => {
    const [language = ''] = info.split(' ');
    const first = lineAt(text, index) + 1;
    return wholeLines(body).flatMap(({ line, offset }) => {
      const place = `${page}:${first + offset}`;
      if (['sh', 'bash', 'shell'].includes(language))
        return commandsIn(line).map((args) => ({ place, args, inText: false }));
      const [, typed] = /^\$ (.*)$/s.exec(line) ?? [];
      return typed === undefined ? [] : commandsIn(typed).map((args) => ({ place, args, inText: false }));
    });
  });
  const prose = blocks.reduceRight(
    (rest, { 0: block, index }) =>
      rest.slice(0, index) + block.replace(/[^\n]/g, ' ') + rest.slice(index + block.length),
    text,
  );
  const spans = [...prose.matchAll(/`([^`]+)`/g)].flatMap(({ 1: code = '', index }) => {
    const place = `${page}:${lineAt(prose, index)}`;
    const line = code.replace(/\s+/g, ' ');
    return / -/.test(line) ? commandsIn(line).map((args) => ({ place, args, inText: true })) : [];
  });
  return [...fenced, ...spans];
}

function lineAt(text: string, index: number): number {
  return text.slice(0, index).split('\n').length;
}

/** The lines of a block; one that ends with a backslash goes on in the next. */
function wholeLines(body: string): { line: string; offset: number }[] {
  const whole: { line: string; offset: number }[] = [];
  let open = false;
  for (const [offset, each] of body.split('\n').entries()) {
    const last = whole.at(-1);
    const line = each.replace(/\\$/, '');
    if (open && last) last.line += line;
    else whole.push({ line, offset });
    open = each.endsWith('\\');
  }
  return whole;
}

/** The arguments of every `esp-prov` that a shell would run for a line. */
function commandsIn(line: string): string[][] {
  return simpleCommands(line).flatMap((words) => {
    const start = words.findIndex((word) => !/^(sudo|npx|while|do|then|if|!|exec|time|[A-Z_]+=.*)$/.test(word));
    return words[start] === 'esp-prov' ? [words.slice(start + 1)] : [];
  });
}

/** Splits a line as a shell does: quotes, comments, and what joins commands. Redirections are dropped. */
function simpleCommands(line: string): string[][] {
  const commands: string[][] = [[]];
  const token =
    /\s+|(#.*)|(&&|\|\||[;|&]|\$\(|[()])|(\d?[<>]+&?\s*(?:"[^"]*"|[^\s;|&)]+))|((?:'[^']*'|"[^"]*"|\\.|\$(?!\()|[^\s'"\\;|&<>()$])+)/gs;
  for (const { 0: all, 1: comment, 2: joint, 3: redirection, 4: word } of line.matchAll(token)) {
    if (comment !== undefined) break;
    if (joint !== undefined) commands.push([]);
    else if (redirection === undefined && word !== undefined) commands.at(-1)?.push(unquoted(all));
  }
  return commands;
}

function unquoted(word: string): string {
  return word.replace(/'([^']*)'|"([^"]*)"|\\(.)/gs, (_, single, double, escaped) => single ?? double ?? escaped);
}
