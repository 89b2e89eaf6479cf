import { beforeAll, describe, expect, test } from 'vitest';
import { ensureBuilt } from '../../apps/cli/test/support/build.ts';
import { consoleBlocks, withBodies } from '../../scripts/pictures/blocks/console-blocks.mjs';
import { pageFaults } from '../../scripts/pictures/blocks/write-blocks.mjs';
import { readCommandLine } from '../../scripts/pictures/record/command-line.mjs';
import { record } from '../../scripts/pictures/record/recorder.mjs';
import { StableText } from '../../scripts/pictures/record/stable-text.mjs';
import { Screen } from '../../scripts/pictures/screen/screen.mjs';

const size = { columns: 10, rows: 4 };

function shown(...written: readonly string[]): Screen {
  const screen = new Screen(size);
  for (const text of written) screen.write(text);
  return screen;
}

describe('A screen of a recording', () => {
  test('shows what was written last at a place', () => {
    expect(shown('one\ntwo\n', '\u001b[2A\u001b[JX\n', 'end').text).toEqual(['X', 'end']);
    expect(shown('abcdef\rxy\u001b[K').text).toEqual(['xy']);
    expect(shown('a\u001b[', '2Cb\b\bc').text).toEqual(['a cb']);
  });

  test('has what it broke at its edge as one line of text, and as two to look at', () => {
    const screen = shown('0123456789abc\nd');
    expect(screen.text).toEqual(['0123456789abc', 'd']);
    expect(screen.lines.map(([run]) => run?.text)).toEqual(['0123456789', 'abc', 'd']);
  });

  test('keeps looks, and counts two columns for a wide character', () => {
    expect(shown('\u001b[1;36mab\u001b[22mc\u001b[39md').lines[0]).toEqual([
      { text: 'ab', style: '1;36' },
      { text: 'c', style: '36' },
      { text: 'd', style: '' },
    ]);
    expect(shown('☕b').text).toEqual(['☕b']);
    expect(shown('12345678☕9').lines.map(([run]) => run?.text)).toEqual(['12345678☕', '9']);
  });

  test('refuses what it would show wrongly', () => {
    expect(() => shown('\u001b[5;5H')).toThrow('does not know the sequence');
    expect(() => shown('\u001b[38;5;1m')).toThrow('does not know the look 38');
  });
});

describe('A page', () => {
  const block = (info: string, body = '') => `\`\`\`console${info}\n${body}\`\`\`\n`;

  test('has the body of each block from its recording, and nothing else changed', () => {
    const page = `# Title\n\n${block(' recording=one/device', 'old\n')}\n${block('', 'as it was\n')}`;
    expect(consoleBlocks(page)).toEqual([{ recording: 'one', part: 'device', body: 'old\n', line: 3 }]);
    const made = withBodies(page, ({ recording, part }: Record<string, string>) => `${recording} ${part}\n`);
    expect(made).toBe(page.replace('old', 'one device'));
  });

  test('is refused for a block without a recording, for one that is not there, and for one that is shown nowhere', () => {
    const pages = [
      { path: 'a.md', text: `${block(' recording=one')}${block(' recording=tow')}${block(' recording=Two')}` },
    ];
    expect(pageFaults(pages, { known: ['one', 'two'] })).toEqual([
      'a.md:5: a block of a terminal without a recording. Expected ```console recording=NAME',
      'a.md:3: there is no recording tow in scripts/pictures/recordings',
      'the recording two is shown nowhere',
    ]);
    expect(pageFaults([], { known: ['two'], used: ['two'] })).toEqual([]);
  });
});

describe('A recording', () => {
  beforeAll(ensureBuilt);

  test('shows no port and no folder of the machine', () => {
    const stable = new StableText({ folder: '/tmp/esp-prov-picture-1' });
    expect(stable.shown('at 127.0.0.1:39999, 127.0.0.1:8080 and 127.0.0.1:40001')).toBe(
      'at 127.0.0.1:41234, 127.0.0.1:8080 and 127.0.0.1:41235',
    );
    expect(stable.real('--service-name 127.0.0.1:41235')).toBe('--service-name 127.0.0.1:40001');
    expect(() => stable.shown('in /tmp/esp-prov-picture-1/dev.bin')).toThrow('a path of this machine');
  });

  test('takes command lines that people can type, in 80 columns', () => {
    const { args, env } = readCommandLine('A=b esp-prov --ssid \'my net\' \\\n--pop "x"');
    expect([args.slice(1), env]).toEqual([['--ssid', 'my net', '--pop', 'x'], { A: 'b' }]);
    expect(() => readCommandLine('curl example.org')).toThrow('do not know the program');
    expect(() => readCommandLine(`esp-prov ${'x'.repeat(70)}`)).toThrow('too long for 80 columns');
  });

  test('of two programs is the same twice, and takes the time of its own clock', async () => {
    const recording = {
      steps: [
        { at: 'device', run: 'esp-prov device --transport softap', until: /--service-name/ },
        { run: 'esp-prov send custom-data hello --service-name 127.0.0.1:41234 --pop abcd1234' },
        { run: 'esp-prov info --service-name 127.0.0.1:41234', wait: 30_000 },
        { run: 'esp-prov credentials --username wifiprov --generate' },
      ],
    };
    const [one, two] = await Promise.all([record('x', recording), record('x', recording)]);
    expect(one).toEqual(two);
    const other = await record('y', recording);
    expect(other['you']?.text.join('\n')).toMatch(/salt/i);
    // Another seed, so another salt.
    expect(other['you']?.text).not.toEqual(one['you']?.text);
  });

  test('that does not end as its author says is an error that shows the screen', async () => {
    const steps = [{ run: 'esp-prov errors wifi/no-such' }];
    await expect(record('x', { steps })).rejects.toThrow(/ended with 2, not 0[\s\S]*\$ esp-prov errors wifi\/no-such/);
  });
});
