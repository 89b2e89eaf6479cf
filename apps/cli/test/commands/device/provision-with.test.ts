import { chmodSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { requireBus } from '../../support/ble-device.ts';
import { commandFile, type Ended, Program, run, testTimeoutMs } from '../../support/program.ts';
import { Scratch } from '../../support/scratch.ts';
import { secrets } from '../../support/secrets.ts';
import { requireSocat } from '../../support/socat.ts';

/** Runs a line as a user pastes it into a shell, with `more` behind it. */
async function paste(line: string, more: string, scratch: Scratch, stdin = ''): Promise<Ended> {
  const folder = scratch.folder('bin');
  const file = join(folder, 'esp-prov');
  writeFileSync(file, `#!/bin/sh\nexec '${process.execPath}' '${commandFile}' "$@"\n`);
  chmodSync(file, 0o755);
  const env = { PATH: `${folder}${delimiter}${process.env['PATH']}`, XDG_RUNTIME_DIR: scratch.folder('run') };
  await using shell = new Program(['-c', `${line} ${more}`], { launcher: ['sh'], stdin: 'pipe', env });
  shell.type(stdin);
  shell.endInput();
  return await shell.ended();
}

const network = `--ssid myssid --passphrase '${secrets.password}'`;
/** Where the client is told both by its own options. */
const devices = [
  { args: ['--transport', 'softap'] },
  { args: ['--transport', 'softap', '--security', '2', '--profile', 'idf-5.5'] },
  { args: ['--transport', 'softap', '--no-pop'] },
  { args: ['--transport', 'softap', '--security', '0'] },
  { args: ['--transport', 'softap', '--listen', '0.0.0.0:0'] },
  { args: ['--transport', 'softap', '--profile', 'idf-3.2'] },
  { args: ['--transport', 'softap', '--profile', 'netprov-1.2-idf6.0.2'] },
  { args: ['--transport', 'console', '--listen', '0', '--profile', 'netprov-1.2-idf6.0.1', '--security', '1'] },
  { args: ['--transport', 'softap', '--profile', 'idf-3.2-beta'] },
  { args: ['--transport', 'console', '--listen', '0'] },
  { args: ['--transport', 'console', '--pty'], needs: requireSocat },
  { args: ['--ble', 'virtual'], needs: requireBus },
  { args: ['--ble', 'virtual', '--profile', 'idf-3.2'], needs: requireBus },
] as const;

describe.concurrent('what stands behind “Provision it with:”', { timeout: testTimeoutMs }, () => {
  test.for(devices)('provisions the device of $args when it is pasted', async (each, context) => {
    if ('needs' in each) each.needs(context);
    using scratch = new Scratch();
    const env = { XDG_RUNTIME_DIR: scratch.folder('run') };
    await using device = new Program(['device', ...each.args, '--no-qr', '--fast'], { env });
    const [, line = ''] = await device.sees(/^Provision it with: (esp-prov .*)$/m);
    const { code, stderr, stdout } = await paste(line, network, scratch);
    expect(`${stdout}${stderr}`).toContain('Provisioning was successful');
    expect(code).toBe(0);
  });

  test('reads a secret that was given from the file that it came from', async () => {
    using scratch = new Scratch();
    const file = scratch.path("pop of 'mine'.txt");
    writeFileSync(file, `${secrets.otherPop}\n`);
    await using device = new Program(['device', '--transport', 'softap', '--pop-file', file, '--no-qr', '--fast']);
    const [, line = ''] = await device.sees(/^Provision it with: (esp-prov .*)$/m);
    expect((await paste(line, network, scratch)).code).toBe(0);
  });

  test('reads a secret that was given on the command line from the standard input', async () => {
    using scratch = new Scratch();
    await using device = new Program([
      'device',
      '--transport',
      'softap',
      '--pop',
      secrets.otherPop,
      '--no-qr',
      '--fast',
    ]);
    const [, line = ''] = await device.sees(/^Provision it with: (esp-prov .*)$/m);
    expect(line).not.toContain(secrets.otherPop);
    expect((await paste(line, network, scratch, `${secrets.otherPop}\n`)).code).toBe(0);
  });

  test('stands in the JSON too, and is missing where no other program reaches the device', async () => {
    await using device = new Program(['device', '--transport', 'softap', '--json', '--fast']);
    const [, line] = await device.sees(/"provision":"(esp-prov [^"]*)"/);
    expect(line).toMatch(/^esp-prov --transport softap --service-name 127\.0\.0\.1:\d+ --pop abcd1234$/);
    await using alone = new Program(['device', '--transport', 'console', '--no-qr', '--fast'], { stdin: 'pipe' });
    await alone.sees(/Provisioning started with/);
    expect(alone.output).not.toContain('Provision it with');
  });
});

describe.concurrent('the networks of a virtual device', { timeout: testTimeoutMs }, () => {
  const ask = async (...args: string[]) => {
    await using program = new Program(['device', '--show-air', ...args], { mayPrintSecrets: true });
    return await program.ended();
  };

  test('are printed on request, with their passwords', async () => {
    const { stdout, code } = await ask();
    expect(stdout).toMatch(/^SSID +PASSWORD +AUTH +NOTE\nmyssid +mypassword +WPA2_PSK\n/);
    expect(code).toBe(0);
  });

  test('are those of a file, with names and passwords that steer no terminal', async () => {
    using scratch = new Scratch();
    const file = scratch.path('hostile.json');
    writeFileSync(
      file,
      JSON.stringify([{ ssid: '\u001b[2J\nx', password: '\u001b]0;owned\u0007!' }, { ssidHex: 'e9ff' }]),
    );
    const { stdout } = await ask('--air', file);
    expect(stdout.replaceAll('\n', '')).not.toMatch(/\p{Cc}/u);
    expect(stdout).toContain('0xe9ff');
    const last = JSON.parse((await ask('--air', file, '--json')).stdout);
    expect(last).toMatchObject({
      result: 'air',
      accessPoints: [{ auth: 'WPA2_PSK' }, { ssidHex: 'e9ff', password: null }],
    });
  });
});

describe('a device without an adapter', { timeout: testTimeoutMs }, () => {
  test('names the two places that need none, and takes neither by itself', async () => {
    const { code, stderr } = await run(['device', '--no-qr']);
    expect(stderr).toContain('--ble virtual');
    expect(stderr).toContain('--transport softap');
    expect(stderr).not.toContain('Provision it with');
    expect(code).toBe(9);
  });
});
