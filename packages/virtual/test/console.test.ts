import { consoleTransport, Provisioner } from '@esp-prov/client';
import { ConsoleDeviceTransport } from '@esp-prov/device';
import { isProvisioningError, type SecurityVersion } from '@esp-prov/protocol';
import { type MemoryConsole, memoryConsole } from '@esp-prov/testing';
import { describe, expect, test } from 'vitest';
import { type ReleaseProfile, releaseProfiles } from '../src/index.ts';
import { type PoweredDevice, powerOn } from './support/powered-device.ts';

/** Returns a device whose console and log share one serial line, as on the chip. */
async function powerOnConsole(
  profile: ReleaseProfile,
  security: SecurityVersion,
): Promise<PoweredDevice & { line: MemoryConsole }> {
  const line = memoryConsole();
  const transport = new ConsoleDeviceTransport(line.device);
  const serial = (text: string) => line.device.write(`${text.replaceAll('\n', '\r\n')}\r\n`);
  return { ...(await powerOn(profile, security, { transport, serial })), line };
}

/** Returns the options that a client needs for a release. */
function named(profile: ReleaseProfile, securityVersion: SecurityVersion) {
  return profile.versionReply.kind === 'json' ? {} : { securityVersion, protocolVersion: 'V0.1' };
}

const columns = releaseProfiles.flatMap((profile) =>
  profile.schemes.filter((scheme) => scheme !== 2).map((scheme) => ({ profile, scheme, name: profile.name })),
);

describe('over a console that it shares with its log', () => {
  test.each(columns)('a device of $name is provisioned with security $scheme', async ({ profile, scheme }) => {
    const { line, clock, events, provision } = await powerOnConsole(profile, scheme);
    await using transport = consoleTransport(line.client, { clock });
    const options = { pop: () => 'abcd1234', allowUnproven: true, clock, ...named(profile, scheme) };
    const provisioner = await clock.run(Provisioner.connect(transport, options));
    if (provisioner.info.managed) {
      const heard = await clock.run(provisioner.scan());
      expect(heard).toHaveLength(2);
    }
    expect(await provision(provisioner, 'home', 'right password')).toMatchObject({ kind: 'connected' });
    expect(events).toContainEqual({ kind: 'provisioning-succeeded' });
    // v3.2 leaves it to the line of its station.
    expect(line.printed).toMatch(/I \(\d+\) (app: Provisioning successful|app_prov: STA Got IP)\r\n/);
  });

  test('a second client begins a session of its own, where the first has left off in the middle', async () => {
    // Firmware before v4.0.3, which takes no second handshake in a session.
    const profile = releaseProfiles.find(({ restartsHandshake }) => !restartsHandshake) as ReleaseProfile;
    const { line, clock } = await powerOnConsole(profile, 1);
    const connect = (session: number, pop: string) =>
      clock.run(
        Provisioner.connect(consoleTransport(line.client, { clock, session }), { pop, ...named(profile, 1), clock }),
      );
    const refused = await connect(1, 'wrong').catch((error: unknown) => error);
    expect(isProvisioningError(refused, 'session/proof-mismatch')).toBe(true);
    const again = await connect(1, 'abcd1234').catch((error: unknown) => error);
    expect(isProvisioningError(again)).toBe(true);
    expect((await connect(2, 'abcd1234')).securityVersion).toBe(1);
  });

  test('a device with security 2 is not reached, and the error says how it could be', async () => {
    const profile = releaseProfiles.find(({ schemes }) => schemes.includes(2)) as ReleaseProfile;
    const { line, clock } = await powerOnConsole(profile, 2);
    const transport = consoleTransport(line.client, { clock });
    const task = Provisioner.connect(transport, { username: 'wifiprov', password: 'abcd1234', clock });
    const refused = await clock.run(task).catch((error: unknown) => error);
    expect(isProvisioningError(refused, 'endpoint/request-size')).toBe(true);
    expect(String(refused)).toContain('security 2 does not fit');
  });
});
