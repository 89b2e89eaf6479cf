import { readme } from '@esp-prov/virtual';
import { describe, expect, test } from 'vitest';
import { GattDevice } from '../../support/gatt-device.ts';
import { playUser } from '../../support/guided-user.ts';
import { commandFile, Program, testTimeoutMs } from '../../support/program.ts';
import { secrets } from '../../support/secrets.ts';
import { inTerminal, keys, requireTerminal } from '../../support/terminal.ts';

/** The command in a terminal. */
function start(args: readonly string[]): Program {
  return inTerminal([process.execPath, commandFile, ...args]);
}

const overBle = ['--transport', 'ble', '--service_name', 'PROV_261FCC'];

describe.concurrent('without Bluetooth in a terminal', { timeout: testTimeoutMs }, () => {
  test('the guided console is offered, and questions of other kinds come in between', async (context) => {
    requireTerminal(context);
    await using device = await GattDevice.start(readme);
    await using program = start(overBle);
    await program.asks(/This machine has no D-Bus system bus[\s\S]*Carry messages by hand \(guided\)[\s\S]*Stop/);
    program.type(`${keys.down}${keys.down}${keys.enter}`);
    const playing = playUser(program, device);
    await program.sees(/Proof of possession/);
    program.type(`${secrets.pop}${keys.enter}`);
    await program.sees(/Network to join.+Scan again/s);
    program.type(keys.enter);
    await program.sees(/Wi-Fi password/);
    program.type(`${secrets.password}${keys.enter}`);
    const transcript = await playing;
    expect(transcript).toContain('==== Scanning Wi-Fi APs ====');
    const ended = await program.ended();
    expect(ended.stdout).toMatch(/==== Provisioning was successful ====\s+Provisioning was successful: .*192\.168/);
    expect(ended.code).toBe(0);
  });

  test('a wrong proof of possession is asked for again, and carried in a new session', async (context) => {
    requireTerminal(context);
    await using device = await GattDevice.start(readme);
    const given = ['--ssid', 'myssid', '--passphrase', secrets.password];
    await using program = start([...overBle, '--guided', ...given]);
    const playing = playUser(program, device);
    await program.sees(/Proof of possession/);
    program.type(`${secrets.wrongPop}${keys.enter}`);
    await program.sees(/\t<< -[\s\S]*The secret is wrong[\s\S]*Proof of possession \(empty: stop\)/);
    program.type(`${secrets.pop}${keys.enter}`);
    const transcript = await playing;
    expect(transcript.match(/==== Starting Session ====/g)).toHaveLength(2);
    expect((await program.ended()).code).toBe(0);
  });

  test('nothing is drawn over a question that somebody takes a while to answer', async (context) => {
    requireTerminal(context);
    await using device = await GattDevice.start(readme);
    const given = ['--pop', secrets.pop, '--ssid', 'myssid', '--passphrase', secrets.password];
    await using program = start([...overBle, '--guided', ...given]);
    const slowly = { before: (said: string) => (said.includes('Sending Wi-Fi Credentials') ? 2500 : 0) };
    const transcript = await playUser(program, device, slowly);
    expect(transcript).not.toContain('on its way');
    expect((await program.ended()).code).toBe(0);
  });

  test('whoever stops there is told why', async (context) => {
    requireTerminal(context);
    await using program = start(overBle);
    await program.asks(/This machine has no D-Bus system bus[\s\S]*Stop/);
    program.type(`${keys.up}${keys.enter}`);
    const { code, stdout } = await program.ended();
    expect(stdout).toContain('(bluetooth/no-bus)');
    expect(code).toBe(9);
  });

  test.for([/successfully\? \[y\/n\] $/, /\t<< $/])('Ctrl-C at %s ends it with code 130', async (question, context) => {
    requireTerminal(context);
    await using program = start([...overBle, '--guided']);
    for (;;) {
      const asked = await program.asks(/(\[y\/n\] |\t<< )$/);
      if (asked && question.test(asked.input)) break;
      program.type('y\r');
    }
    program.type(keys.ctrlC);
    const { code, stdout } = await program.ended();
    expect(stdout).toContain('\nerror: Interrupted.');
    expect(code).toBe(130);
  });
});

describe.concurrent('a device with its console in a terminal', { timeout: testTimeoutMs }, () => {
  const args = ['device', '--transport', 'console', '--fast'];

  test('echoes by itself, once, and is switched off by Ctrl-C', async (context) => {
    requireTerminal(context);
    await using device = start(args);
    await device.sees(/Provisioning started with/);
    device.type('proto-ver 0 2d\r');
    await device.sees(/^7b0a[0-9a-f]+7d\r/m);
    expect(device.output.match(/proto-ver/g)).toHaveLength(1);
    device.type(keys.ctrlC);
    expect((await device.ended()).code).toBe(0);
  });

  test('is switched off by Ctrl-D', async (context) => {
    requireTerminal(context);
    await using device = start(args);
    await device.sees(/Provisioning started with/);
    device.type('\u0004');
    expect((await device.ended()).code).toBe(0);
  });
});

describe.concurrent('a console by hand in a terminal', { timeout: testTimeoutMs }, () => {
  test('takes lines of any length that a device prints', async (context) => {
    requireTerminal(context);
    await using program = start(['info', '--transport', 'console']);
    await program.asks(/Enter device->client msg : $/);
    const version = JSON.stringify({ prov: { ver: 'v1.1', sec_ver: 1, cap: ['x'.repeat(1800)] } });
    program.type(`${Buffer.from(version).toString('hex')}\r`);
    const { code, stdout } = await program.ended();
    expect(stdout).toContain('Protocol      v1.1');
    expect(code).toBe(0);
  });

  test('is a program like any other where its output is read by one', async () => {
    await using program = new Program(['info', '--transport', 'console', '--json'], { stdin: 'pipe' });
    await program.asks(/Enter device->client msg : $/);
    program.type(`${Buffer.from('V0.1').toString('hex')}\n`);
    expect(await program.ended()).toMatchObject({ code: 0, stdout: expect.stringMatching(/"version":"V0\.1"/) });
  });
});
