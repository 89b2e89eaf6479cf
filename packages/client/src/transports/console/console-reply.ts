import { type Bytes, fromHex } from '@esp-prov/protocol';

/** What a console has said to a command so far. */
export type ConsoleReply =
  | { readonly kind: 'pending' }
  | { readonly kind: 'answer'; readonly bytes: Bytes }
  /** The next prompt came without an answer. */
  | { readonly kind: 'refused' }
  /** The boot log of a chip that has been restarted. */
  | { readonly kind: 'restarted' };

/** The prompt of the console, which stands at the start of a line. */
const prompt = '>> ';

// Colours of log lines.
// biome-ignore lint/suspicious/noControlCharactersInRegex: an escape sequence begins with one
const colour = /\u001b\[[0-9;]*m/g;

/** Where a line of the log begins, also in the middle of another: `I (1045) tag: text`. */
const logStart = /[EWIDV] \([\d:. -]+\) /;

/** First lines of a boot log. esp32: ROM */
const bootLine = /^(ets [A-Z][a-z]{2} |rst:0x|ESP-ROM:)/;

/** Blank lines up to the prompt when the answer has no octets: before it, itself, before the prompt. */
const blankLinesOfEmptyAnswer = 3;

/**
 * What the characters `heard` since `command` was sent mean. The console echoes the command; then it prints a line of
 * hexadecimal digits, or nothing; then its prompt. The log of the device may come at any moment.
 */
export function readConsoleReply(heard: string, command: string): ConsoleReply {
  const lines = linesBehindEcho(heard, command);
  if (!lines) return { kind: 'pending' };
  // What follows the last line break is no whole line yet; only the prompt never becomes one.
  const last = lines.length - 1;
  let blank = 0;
  for (const [index, line] of lines.entries()) {
    if (line.startsWith(prompt)) {
      return blank >= blankLinesOfEmptyAnswer ? { kind: 'answer', bytes: new Uint8Array(0) } : { kind: 'refused' };
    }
    if (index === last) break;
    if (bootLine.test(line)) return { kind: 'restarted' };
    if (/^([0-9a-f]{2})+$/i.test(line)) return { kind: 'answer', bytes: fromHex(line) };
    if (line === '') blank++;
  }
  return { kind: 'pending' };
}

/** Whether the console has echoed `command` and shows its prompt again. */
export function isReadyAfter(heard: string, command: string): boolean {
  return linesBehindEcho(heard, command)?.some((line) => line.startsWith(prompt)) ?? false;
}

function linesBehindEcho(heard: string, command: string): string[] | undefined {
  const plain = withoutLog(heard.replaceAll('\r', '').replace(colour, ''));
  const echo = plain.lastIndexOf(`${command}\n`);
  return echo < 0 ? undefined : plain.slice(echo + command.length + 1).split('\n');
}

/** Line by line, since a search that goes on to the end of a line from every beginning takes quadratic time. */
function withoutLog(text: string): string {
  const lines = text.split('\n');
  const last = lines.pop() ?? '';
  const kept = lines.map((line) => {
    const start = line.search(logStart);
    return start < 0 ? `${line}\n` : line.slice(0, start);
  });
  return kept.join('') + last;
}
