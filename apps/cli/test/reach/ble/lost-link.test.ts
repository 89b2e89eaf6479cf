import { bluezPeripheral } from '@esp-prov/bluez';
import { bleDeviceTransport } from '@esp-prov/device';
import { bleServiceUuids, characteristicUuid } from '@esp-prov/protocol';
import { releaseProfiles, VirtualEsp32 } from '@esp-prov/virtual';
import { type BluezFault, startVirtualBluez } from '@esp-prov/virtual-bluez';
import { describe, expect, test } from 'vitest';
import { canStartBus } from '../../../../../test/setup/needs.ts';
import { commandFile, type ProgramOptions, run, testTimeoutMs } from '../../support/program.ts';
import { secrets } from '../../support/secrets.ts';

if (!canStartBus) process.stderr.write('skipped: Bluetooth links that the command loses (no dbus-daemon)\n');

const [scan, config, version, custom] = [0xff50, 0xff52, 0xff53, 0xff54].map((slot) =>
  characteristicUuid(bleServiceUuids.example, slot),
);
const device = ['--service_name', 'PROV_261FCC'];
const secure = [...device, '--pop', secrets.pop];
const provision = [...secure, '--ssid', 'myssid', '--passphrase', secrets.password];

/** Runs the command at a device near by, with something that goes wrong on the way; the log of the device beside it. */
async function runWith(fault: BluezFault, args: readonly string[], options: ProgramOptions = {}) {
  const log: string[] = [];
  await using far = await startVirtualBluez({ adapters: [{ address: '02:00:00:00:00:01' }] });
  await using near = await startVirtualBluez({ adapters: 1, near: far });
  await using virtual = new VirtualEsp32({
    transport: bleDeviceTransport(async () => bluezPeripheral({ busAddress: far.address })),
    profile: releaseProfiles.find(({ name }) => name === 'idf-5.5'),
    secret: { securityVersion: 1, pop: secrets.pop },
    serial: (line) => log.push(line),
    fast: true,
  });
  await virtual.boot();
  near.addFault(fault);
  const ended = await run(args, { ...options, env: { DBUS_SYSTEM_BUS_ADDRESS: near.address } });
  const count = (pattern: RegExp) => log.filter((line) => pattern.test(line)).length;
  return { ...ended, links: near.links, sessions: count(/Secured session established/), count };
}

describe.skipIf(!canStartBus).concurrent('a Bluetooth link that is lost', { timeout: testTimeoutMs }, () => {
  test.each<[what: string, fault: BluezFault, args: readonly string[]]>([
    ['while the endpoints are read', { at: 'read', drop: 'before' }, provision],
    ['with the version', { at: 'write', uuid: version, drop: 'after' }, provision],
    ['with the version that was all', { at: 'write', uuid: version, drop: 'after' }, ['info', ...device]],
    ['within a scan', { at: 'write', uuid: scan, drop: 'after' }, ['scan', ...secure]],
  ])('%s is opened once more', async (_, fault, args) => {
    expect(await runWith(fault, args)).toMatchObject({ code: 0 });
  });

  test('again is not', async () => {
    const ended = await runWith({ at: 'read', drop: 'before', times: 2 }, provision);
    expect(ended).toMatchObject({ code: 4, sessions: 0 });
    expect(ended.stderr).toContain('(link/lost)');
  });

  test.each<[what: string, fault: BluezFault, args: readonly string[], took: RegExp]>([
    ['credentials', { at: 'write', uuid: config, drop: 'after' }, provision, /Received Wi-Fi credentials/],
    [
      'data',
      { at: 'write', uuid: custom, drop: 'after' },
      ['send', 'custom-data', 'hi', ...secure],
      /Received data: hi/,
    ],
  ])('under %s is not, as nobody knows what became of them', async (what, fault, args, took) => {
    const ended = await runWith(fault, args);
    expect(ended).toMatchObject({ code: 4, sessions: 1 });
    expect(ended.stderr).toContain('(link/lost)');
    // Credentials are reported when they are applied, which has not been requested.
    expect(ended.count(took)).toBe(what === 'data' ? 1 : 0);
  });

  test('is ended in order when nobody reads the output any more', async () => {
    // The third line is written while the link is up.
    const launcher = ['sh', '-c', '"$0" "$@" --json | head -n 1', process.execPath, commandFile];
    const ended = await runWith({ at: 'write', uuid: version, delayMs: 300 }, ['info', ...device, '-v'], {
      launcher,
    });
    expect(ended).toMatchObject({ links: 0, stderr: '' });
  });
});
