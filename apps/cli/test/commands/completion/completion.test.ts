import { execFile, spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { encodePartitionTable } from '@esp-prov/nvs';
import { describe, expect, type TestContext, test } from 'vitest';
import { commandFile, run, testTimeoutMs } from '../../support/program.ts';
import { Scratch } from '../../support/scratch.ts';
import { inTerminal, requireTerminal } from '../../support/terminal.ts';

const execute = promisify(execFile);

const has = (shell: string) => spawnSync(shell, ['--version']).status === 0;

/** Skips a test, aloud, where its shell is not installed. */
function requireShell(shell: string, { skip }: TestContext): void {
  if (has(shell)) return;
  process.stderr.write(`skipped: completion in ${shell}, which is not installed\n`);
  skip(`${shell} is not installed`);
}

/** What may follow a line, as shells without descriptions list it; `@` stands for a folder with the files a.png, b.csv. */
const cases: readonly (readonly [string, readonly string[]])[] = [
  ['sc', ['scan']],
  ['device --chip esp32c', ['esp32c2', 'esp32c3', 'esp32c5', 'esp32c6', 'esp32c61']],
  ['device --on-failure ', ['keep', 'reset']],
  ['--ss', ['--ssid', '--ssid-hex']],
  ['provision --passphrase-f', ['--passphrase-file']],
  ['--service_name x info --prot', ['--proto-ver']],
  ['--pop sc', []],
  ['scan --pop ', []],
  ['flash nvs ge', ['generate', 'generate-key', 'get']],
  ['flash nvs generate @/b', ['@/b.csv']],
  ['scan --qr @/', ['@/a.png', '@/b.csv']],
  ['qr re', ['read']],
  ['qr --name x --transport s', ['softap']],
  ['qr read @/a', ['@/a.png']],
  ['completion ', ['bash', 'fish', 'zsh']],
  ['errors wifi/a', ['wifi/auth-error']],
  ['errors credentials/un', ['credentials/unportable']],
  ['flash read @-image.bin --partition ', ['nvs', 'ota_0', 'fctry']],
  ['flash read @-image.bin --partition f', ['fctry']],
  ['flash nvs list --show-secrets @-image.bin --partition ot', ['ota_0']],
  ['flash erase_partition @-image.bin n', ['nvs']],
  ['flash erase-partition @/b.csv n', []],
  ['flash erase-partition @/none n', []],
  ['flash read --partition n', []],
  ['send x ', []],
];

/** Descriptions of options tell the proof of possession of Espressif's example. */
const mayPrintSecrets = true;

/** Labels that a shell would run, or read as more than one word, if it were let. */
const hostileLabels = ['$(touch owned)', '`touch own`', 'a b', '-x;y', '*', '~'];

/** A flash image with partitions of these labels. */
function imageWith(labels: readonly string[]): Uint8Array {
  const image = new Uint8Array(0x40_0000).fill(0xff);
  const rows = labels.map((label, i) => ({
    label,
    type: 1,
    subtype: 2,
    offset: 0x10000 + i * 0x1000,
    size: 0x1000,
    flags: 0,
  }));
  image.set(encodePartitionTable(rows), 0x8000);
  return image;
}

/** The command as shells with a keyboard have it here: it shows what it was called with, unless completion calls it. */
const shown = `esp-prov() {
  if [ "$1 $2" = 'flash table' ]; then "${process.execPath}" "${commandFile}" "$@"; else printf 'GOT[%s]\\n' "$*"; fi
}`;

/** A folder with the script of a shell and files to complete. */
async function prepared(shell: string): Promise<{ scratch: Scratch; script: string; files: string }> {
  const scratch = new Scratch();
  const [script, files] = [scratch.path('script'), scratch.path('files')];
  writeFileSync(script, (await run(['completion', shell], { mayPrintSecrets })).stdout);
  mkdirSync(files);
  for (const name of ['a.png', 'b.csv']) writeFileSync(`${files}/${name}`, '');
  writeFileSync(`${files}-image.bin`, imageWith(['nvs', 'ota_0', 'fctry', ...hostileLabels]));
  return { scratch, script, files };
}

describe.concurrent('bash', { timeout: testTimeoutMs }, () => {
  const program = `
    source "$1"
    esp-prov() { "${process.execPath}" "${commandFile}" "$@"; }
    COMP_WORDS=(esp-prov "\${@:2}")
    COMP_CWORD=$(($# - 1))
    _esp_prov
    printf '%s\\n' "\${COMPREPLY[@]}"`;

  test('completes commands, options, values and files', async (context) => {
    requireShell('bash', context);
    const { scratch, script, files } = await prepared('bash');
    using _ = scratch;
    const complete = async (...words: string[]) => {
      const ended = await execute('bash', ['--norc', '-c', program, 'bash', script, ...words]);
      expect(ended.stderr).toBe('');
      return ended.stdout.split('\n').filter(Boolean).sort();
    };
    for (const [line, expected] of cases) {
      const found = await complete(...line.replace('@', files).split(' '));
      expect([line, found]).toEqual([line, expected.map((word) => word.replace('@', files)).sort()]);
    }
    expect(await complete('flash', 'read', `"${files}-image.bin"`, '--partition', 'f')).toEqual(['fctry']);
    // bash itself takes "=" for a word of its own.
    expect(await complete('device', '--transport', '=', 'so')).toEqual(['softap']);
    expect(await complete('device', '--transport', '=')).toEqual(['ble', 'console', 'softap']);
    expect(await complete('--service-name', '=', 'x', 'rep')).toEqual(['reprov']);
  });

  test('does so when Tab is pressed', async (context) => {
    requireShell('bash', context);
    requireTerminal(context);
    const { scratch, script, files } = await prepared('bash');
    using _ = scratch;
    writeFileSync(scratch.path('rc'), `PS1='ready> '\nsource ${script}\n${shown}\n`);
    await using shell = inTerminal(['bash', '--noprofile', '--rcfile', scratch.path('rc'), '-i']);
    await shell.sees(/ready> /);
    for (const [typed, got] of [
      ['sc\t', 'scan'],
      ['device --transport=so\t', 'device --transport=softap'],
      [`qr read ${files}/a\t`, `qr read ${files}/a.png`],
      [`flash erase-partition ${files}-image.bin fc\t`, `flash erase-partition ${files}-image.bin fctry`],
    ] as const) {
      shell.type(`esp-prov ${typed}\r`);
      await shell.sees(new RegExp(`GOT\\[${got}\\]`));
    }
  });
});

describe.concurrent('zsh', { timeout: testTimeoutMs }, () => {
  test('completes when Tab is pressed', async (context) => {
    requireShell('zsh', context);
    requireTerminal(context);
    const { scratch, script, files } = await prepared('zsh');
    using _ = scratch;
    const rc = [
      'autoload -U compinit; compinit -u -D',
      'setopt no_beep; zstyle ":completion:*" menu no',
      `PS1='ready> '`,
      `source ${script}`,
      shown,
    ];
    writeFileSync(scratch.path('.zshrc'), rc.join('\n'));
    await using shell = inTerminal(['zsh', '-d', '-i'], { ZDOTDIR: scratch.path('.') });
    await shell.sees(/ready> /);
    for (const [line, expected] of cases) {
      const [only, another] = expected;
      if (only === undefined || another !== undefined) continue;
      const completed = [...line.split(' ').slice(0, -1), only].join(' ').replaceAll('@', files);
      shell.type(`esp-prov ${line.replace('@', files)}\t\r`);
      await shell.sees(new RegExp(`GOT\\[${completed} ?\\]`));
    }
    shell.type('esp-prov device --transport=so\t\r');
    await shell.sees(/GOT\[device --transport=softap\]/);
    shell.type('esp-prov flash nvs ge\t');
    await shell.sees(/generate +-- make an NVS partition/);
  });
});

describe.concurrent('fish', { timeout: testTimeoutMs }, () => {
  test('completes commands, options, values and files', async (context) => {
    requireShell('fish', context);
    const { scratch, script, files } = await prepared('fish');
    using _ = scratch;
    const env = { ...process.env, HOME: scratch.path('home'), XDG_CONFIG_HOME: scratch.path('config') };
    for (const [line, expected] of cases) {
      const ask = `function esp-prov; ${process.execPath} ${commandFile} $argv; end; source ${script}; complete -C "esp-prov ${line.replace('@', files)}"`;
      const { stdout, stderr } = await execute('fish', ['--no-config', '-c', ask], { env });
      expect(stderr).toBe('');
      const found = stdout
        .split('\n')
        .filter(Boolean)
        .map((row) => row.split('\t')[0]);
      expect([line, found.sort()]).toEqual([line, expected.map((word) => word.replace('@', files)).sort()]);
    }
  });
});

test.concurrent('the script is a value of JSON too, and other shells are refused by name', async () => {
  const { stdout } = await run(['completion', 'bash', '--json'], { mayPrintSecrets });
  const { script, ...rest } = JSON.parse(stdout);
  expect(rest).toEqual({ result: 'completion', shell: 'bash' });
  expect(`${script}`.trimEnd()).toBe((await run(['completion', 'bash'], { mayPrintSecrets })).stdout.trimEnd());
  const refused = await run(['completion', 'tcsh']);
  expect(refused.code).toBe(2);
  expect(refused.stderr).toContain("Argument 'shell' cannot be 'tcsh'. Allowed choices are bash, zsh, fish.");
});
