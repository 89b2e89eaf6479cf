import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { findSteering, hostileTexts } from '@esp-prov/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { networkRows } from '../../src/commands/provision/network-choices.ts';
import { deviceLine, deviceTable } from '../../src/reach/ble/device-table.ts';
import { HostileDevice, hostileText } from '../support/hostile-device.ts';
import { type Ended, run, testTimeoutMs } from '../support/program.ts';
import { Scratch } from '../support/scratch.ts';

let device: HostileDevice;
beforeAll(async () => {
  device = await HostileDevice.start();
});
afterAll(async () => await device[Symbol.asyncDispose]());

/** Nothing but the ends of our own lines is left that could steer whoever reads it. */
function expectHarmless({ stdout, stderr }: Pick<Ended, 'stdout' | 'stderr'>): void {
  expect(findSteering(`${stdout}${stderr}`.replaceAll('\n', ''))).toEqual([]);
  // No line has been forged: those of ours begin otherwise.
  expect(`\n${stdout}${stderr}`).not.toMatch(/\n(I \(9\)|forged)/);
}

const network = ['--ssid', 'myssid', '--passphrase', 'hunter2hunter2'];
const secretless = { mayPrintSecrets: false };

describe.concurrent('texts of a device', { timeout: testTimeoutMs }, () => {
  test.each<[string, readonly string[]]>([
    ['what a device says of itself', ['info']],
    ['the table of a scan', ['scan']],
    ['every exchange', ['scan', '--verbose']],
    ['the steps of a provisioning', [...network, '--custom_data', 'hello']],
    ['an error that repeats the version', ['info', '--proto_ver', 'v1.1']],
    ['an error that repeats the version', [...network, '--proto_ver', hostileText.replaceAll('\0', '')]],
    ['a name of a network that is given', ['--ssid', hostileText.replaceAll('\0', ''), '--passphrase', '']],
    ['the name of an endpoint', ['send', hostileText.replaceAll('\0', ''), 'hello']],
  ])('steer nothing as %s', async (_what, args) => {
    const to = [...args, '--transport', 'softap', '--service-name', device.address];
    const text = await run(to, secretless);
    expectHarmless(text);
    const json = await run([...to, '--json'], secretless);
    expectHarmless(json);
    // The exact text is there for programs.
    for (const line of json.stdout.trimEnd().split('\n')) JSON.parse(line);
  });

  test('reach programs as they are', async () => {
    const ended = await run(['send', 'custom-data', 'a', '--service-name', device.address, '--json']);
    expectHarmless(ended);
    expect(JSON.parse(ended.stdout.trimEnd().split('\n').at(-1) as string)).toMatchObject({ text: hostileText });
  });

  test('steer nothing in a batch, its journal and its reports, and get no address into them', async () => {
    using scratch = new Scratch();
    const list = scratch.path('list.csv');
    const name = hostileText.replaceAll(/["\0]/g, '').slice(0, 300);
    writeFileSync(list, `device,service_name\n"${name}",${device.address}\n"=1+1",127.0.0.1:1\n`);
    const ended = await run(['--batch', list, '--report', scratch.path('report'), ...network]);
    expectHarmless(ended);
    expect(ended.code).toBe(1);
    expectHarmless(await run(['--batch', list, '--report', scratch.path('other'), ...network, '--json']));
    for (const kind of ['csv', 'json', 'jsonl']) {
      const text = readFileSync(scratch.path(`report.${kind}`), 'utf8');
      expectHarmless({ stdout: text.replaceAll('\r\n', '\n'), stderr: '' });
      expect(statSync(scratch.path(`report.${kind}`)).mode & 0o777).toBe(0o600);
    }
    const [row, other] = JSON.parse(readFileSync(scratch.path('report.json'), 'utf8')).devices;
    expect(row).toMatchObject({ device: name.replaceAll(/\r\n?/g, '\n'), state: 'provisioned', ip4: null });
    expect(other).toMatchObject({ device: '=1+1', state: 'failed' });
    expect(readFileSync(scratch.path('report.csv'), 'utf8')).toContain("\r\n'=1+1,5,failed,");
  });
});

describe.concurrent('texts from elsewhere', { timeout: testTimeoutMs }, () => {
  test.each(Object.entries(hostileTexts))('steer nothing in lists to choose from: %s', (_what, text) => {
    const found = { id: '02:00:00:00:00:01', name: text, rssi: -50, services: [], manufacturerData: undefined };
    const ssid = new Uint8Array(Buffer.from(text));
    const heard = { ssid, bssid: new Uint8Array(6), channel: 1, rssi: -40, authMode: 3 };
    for (const width of [20, 80]) {
      const { head, rows } = networkRows([{ network: heard, count: 2 }], width);
      const lines = [deviceLine(found, width), ...deviceTable([found]), head, ...rows];
      for (const line of lines) expect(findSteering(line)).toEqual([]);
    }
  });

  test('steer nothing from a QR code', async () => {
    const code = JSON.stringify({ ver: 'v1', name: hostileText, pop: hostileText, transport: 'softap' });
    expectHarmless(await run(['qr', 'read', code]));
    expectHarmless(await run(['qr', 'read', code, '--json']));
    expectHarmless(await run(['info', '--qr', code, '--service-name', device.address]));
  });

  test('steer nothing as names of files and of what is wrong with them', async () => {
    using scratch = new Scratch();
    const name = scratch.path(hostileText.replaceAll('\0', '').replaceAll('/', '').slice(0, 60));
    for (const args of [
      ['--batch', name, ...network],
      ['device', '--air', name],
      ['flash', 'table', name],
      ['qr', '--name', 'a', '--out', name],
      ['qr', 'read', name],
      [`--${hostileText.replaceAll('\0', '')}`],
      ['--service-name', hostileText.replaceAll('\0', ''), 'info', '--transport', 'softap'],
    ]) {
      const ended = await run(args);
      expect(ended.code).not.toBe(0);
      expectHarmless(ended);
    }
    writeFileSync(
      scratch.path('list.csv'),
      `service_name,${hostileText.replaceAll('"', '').replaceAll(/[\r\n]/g, '')}\n`,
    );
    expectHarmless(await run(['--batch', scratch.path('list.csv'), ...network]));
    writeFileSync(scratch.path('air.json'), JSON.stringify([{ ssid: 'a', [hostileText]: 1 }]));
    expectHarmless(await run(['device', '--air', scratch.path('air.json')]));
  });
});
