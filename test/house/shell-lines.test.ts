import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { normalizeArguments } from '../../apps/cli/src/legacy-arguments.ts';
import { requireKnownCommand } from '../../apps/cli/src/options/command-names.ts';
import { helpArguments } from '../../apps/cli/src/options/help-arguments.ts';
import { buildProgram } from '../../apps/cli/src/program.ts';
import { type CommandLine, commandLines } from './support/command-lines.ts';

type Command = ReturnType<typeof buildProgram>;

const root = fileURLToPath(new URL('../..', import.meta.url));

function pagesBelow(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => /(^|\/)[^/]+\.md$/.test(name) && !/(^|\/)(node_modules|dist)\//.test(name))
    .map((name) => join(folder, name));
}

const pages = [
  'README.md',
  'CONTRIBUTING.md',
  ...pagesBelow('docs'),
  ...['packages', 'apps', 'interop'].flatMap((group) => pagesBelow(group).filter((name) => name.endsWith('README.md'))),
];

/** Words that stand for a value or for more options. */
const placeholder = /^([A-Z][A-Z0-9_:.|-]*|.*…|\$.*)$/;

/** Declares every command without what it does. */
function onlyDeclared(command: Command): Command {
  // Hooks ask for secrets, and are no part of the declared interface of commander.
  Object.assign(command, { _lifeCycleHooks: {} });
  if (command.registeredArguments.length > 0 || command.commands.length === 0 || command.name() !== 'esp-prov')
    command.action(() => undefined);
  for (const below of command.commands) onlyDeclared(below);
  return command;
}

/** Why the command line is refused; nothing if it is taken. */
async function refusal({ args, inText }: CommandLine): Promise<string | undefined> {
  const program = onlyDeclared(buildProgram(args));
  program.configureOutput({ writeOut: () => undefined, writeErr: () => undefined, outputError: () => undefined });
  try {
    const meant = args.filter((word) => word !== '…');
    const known = helpArguments(program, normalizeArguments(program, meant));
    requireKnownCommand(program, known);
    await program.parseAsync(known, { from: 'user' });
  } catch (error) {
    const { code, exitCode, message } = error as { code?: string; exitCode?: number; message?: string };
    if (!code?.startsWith('commander.') || message === undefined) throw error;
    if (exitCode === 0 || (inText && /missing.*argument$/i.test(code))) return undefined;
    const [, value = ''] = /argument '([^']*)' is invalid/.exec(message) ?? [];
    return placeholder.test(value) ? undefined : message;
  }
  return undefined;
}

async function refusals(lines: readonly CommandLine[]): Promise<string[]> {
  const told = await Promise.all(lines.map(async (line) => ({ line, why: await refusal(line) })));
  return told.flatMap(({ line, why }) => (why === undefined ? [] : [`${line.place}: ${line.args.join(' ')}: ${why}`]));
}

describe('Command lines of README, docs and packages', () => {
  test('are taken by the command', async () => {
    const lines = pages.flatMap((page) => commandLines(page, readFileSync(join(root, page), 'utf8')));
    expect(lines.map(({ place }) => place).join('\n')).toMatch(/^apps\/cli\/README\.md:\d+$/m);
    expect(lines.length).toBeGreaterThan(120);
    expect(await refusals(lines)).toEqual([]);
  });

  test('that it does not take are noticed, wherever they stand', async () => {
    const page = [
      'Type `esp-prov scan --nowhere`, and never `esp-prov flash nvs frobnicate --json`.',
      '```sh',
      "sudo esp-prov device --linux --hook 'x --y; esp-prov z' # esp-prov --unknown",
      'cd lamp && npx esp-prov --ssid "my ssid" \\',
      '  --passfrase-file wifi.txt < units.csv > "$serial.txt"',
      'echo $(esp-prov info --jsn)',
      '```',
      '```console',
      '$ esp-prov --timeout soon',
      'error: esp-prov --wrong is only printed',
      '```',
      '',
    ].join('\n');
    const told = await refusals(commandLines('page', page));
    expect(told.map((each) => each.replace(/^(page:\d+): .*: error: /, '$1: '))).toEqual([
      expect.stringMatching(/^page:4: unknown option '--passfrase-file'/),
      expect.stringMatching(/^page:6: unknown option '--jsn'/),
      expect.stringMatching(/^page:9: option '--timeout <seconds>' argument 'soon' is invalid/),
      expect.stringMatching(/^page:1: unknown option '--nowhere'/),
      expect.stringMatching(/^page:1: .*frobnicate/),
    ]);
  });

  test('may leave values out, or put words in their place', async () => {
    const page = [
      'Give `esp-prov credentials --nvs`, `esp-prov --timeout SECONDS` or `esp-prov --transport console …`.',
      '```sh',
      'esp-prov --batch "$1" --jobs NUMBER',
      '```',
      '',
    ].join('\n');
    const lines = commandLines('page', page);
    expect(lines.map(({ args }) => args.join(' '))).toEqual([
      '--batch $1 --jobs NUMBER',
      'credentials --nvs',
      '--timeout SECONDS',
      '--transport console …',
    ]);
    expect(await refusals(lines)).toEqual([]);
  });
});
