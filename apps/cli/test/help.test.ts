import type { Command } from 'commander';
import { describe, expect, test } from 'vitest';
import { normalizeArguments } from '../src/legacy-arguments.ts';
import { examplesOf } from '../src/options/examples.ts';
import { helpArguments } from '../src/options/help-arguments.ts';
import { buildProgram } from '../src/program.ts';
import { expectFailure } from './support/expect-failure.ts';
import { run, testTimeoutMs } from './support/program.ts';

/** Every command, with the words that lead to it. */
function commandsBelow(command: Command, path: readonly string[] = []): { path: string; command: Command }[] {
  return command.commands.flatMap((below) => {
    const words = [...path, below.name()];
    return [{ path: words.join(' '), command: below }, ...commandsBelow(below, words)];
  });
}

const commands = commandsBelow(buildProgram());

/** A command line as a shell takes it apart; quotes and redirections are all that examples use of a shell. */
function shellWords(line: string): string[] {
  const words = [...line.matchAll(/"([^"]*)"|'([^']*)'|(\S+)/g)].map(
    ([, ...found]) => found.find((word) => word) ?? '',
  );
  const end = words.findIndex((word) => /^([<>|]|>>)$/.test(word));
  return end === -1 ? words : words.slice(0, end);
}

describe.each(commands)('the help of $path', ({ command }) => {
  const text = (width = 80) => {
    let printed = '';
    command.configureOutput({ writeOut: (more) => (printed += more), getOutHelpWidth: () => width });
    command.outputHelp();
    return printed;
  };

  test('fits into 80 columns', () => {
    for (const line of text().split('\n')) expect(line.length).toBeLessThanOrEqual(80);
  });

  test('is broken between words in 40 columns, but for what is to be copied', () => {
    const [page = ''] = text(40).split('\nExamples:');
    const words = (lines: string) => lines.replace(/\s+/g, ' ');
    const [wide = ''] = text().split('\nExamples:');
    expect(words(page).trim()).toBe(words(wide).trim());
    for (const line of page.split('\n').filter((each) => !/Usage:|esp-prov /.test(each))) {
      expect(line.length).toBeLessThanOrEqual(40);
    }
  });

  test('describes the command, its arguments and its options', () => {
    expect(command.description()).not.toBe('');
    for (const { description } of command.options) expect(description).not.toBe('');
  });

  test('ends with an example or more', () => {
    const examples = examplesOf(command);
    expect(examples.length).toBeGreaterThan(0);
    expect(
      text()
        .trimEnd()
        .endsWith(`Examples:\n${examples.map((line) => `  ${line}`).join('\n')}`),
    ).toBe(true);
  });
});

describe('the options of a help', () => {
  const headingsOf = (path: string) => {
    const command = commands.find((each) => each.path === path)?.command as Command;
    return command
      .createHelp()
      .visibleOptions(command)
      .map((option) => option.helpGroupHeading ?? 'Options:');
  };

  test.each(['provision', 'device'])('of %s stand under headings, each of them', (path) => {
    expect(headingsOf(path)).not.toContain('Options:');
    expect(new Set(headingsOf(path)).size).toBeGreaterThan(4);
  });

  test('of a command that talks to a device come under those that are its own', () => {
    expect([...new Set(headingsOf('scan'))].sort()).toEqual([
      'Options:',
      'Output:',
      'Reaching the device:',
      'Security:',
    ]);
  });
});

describe('an example', () => {
  const examples = commands.flatMap(({ path, command }) => examplesOf(command).map((line) => ({ path, line })));

  test.each(examples.filter(({ line }) => line.startsWith('esp-prov')))(
    'works as it stands: $line',
    async ({ path, line }) => {
      const program = buildProgram();
      let reached: string | undefined;
      for (const each of commandsBelow(program)) {
        // Which command is reached, with what options, and nothing of what it does.
        each.command.action(() => {
          reached = each.path;
        });
        Object.assign(each.command, { _lifeCycleHooks: {} });
        each.command.exitOverride();
      }
      await program.parseAsync(normalizeArguments(program, shellWords(line).slice(1)), { from: 'user' });
      expect(reached === path || reached?.startsWith(`${path} `)).toBe(true);
    },
  );
});

describe('help in front of, or within, the names of a command', () => {
  const program = buildProgram();
  test.each([
    ['help', '--help'],
    ['help flash', 'flash --help'],
    ['help flash nvs list', 'flash nvs list --help'],
    ['flash help nvs list', 'flash nvs list --help'],
    ['flash nvs help', 'flash nvs --help'],
    ['qr help read', 'qr read --help'],
    ['send help data', 'send help data'],
    ['help flash erase_flash', 'flash erase-flash --help'],
    ['--ssid help', '--ssid help'],
  ])('%s is %s', (given, meant) => {
    expect(helpArguments(program, given.split(' '))).toEqual(meant.split(' '));
  });

  test.each(['help nosuch', 'help flash nosuch', 'flash help nosuch', 'help flash table nosuch'])(
    '%s is refused',
    (given) => {
      expect(() => helpArguments(program, given.split(' '))).toThrow(/there is no command of that name\. The command/);
    },
  );
});

describe.concurrent('a command that lacks the one below it', { timeout: testTimeoutMs }, () => {
  test.each([['flash'], ['flash', 'nvs']])('is answered with its help: %s %s', async (...args) => {
    const { code, stdout, stderr } = await run(args.filter(Boolean));
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(/^Usage: esp-prov flash/);
    expect(stderr).not.toMatch(/outputHelp|^error:/m);
  });

  test('and its page is printed where it is asked for', async () => {
    const { code, stdout, stderr } = await run(['help', 'flash', 'nvs', 'list']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/^Usage: esp-prov flash nvs list /);
    expectFailure(await run(['help', 'nosuch']), 2, 'usage/invalid-option');
  });
});
