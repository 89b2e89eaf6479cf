import { readFileSync } from 'node:fs';
import { defaultManagerSettings, type FailReason } from '@esp-prov/device';
import { failureOf } from '@esp-prov/testing';
import { describe, expect, test } from 'vitest';
import { type ReleaseProfile, releaseProfiles } from '../src/index.ts';
import { newestExampleWords } from '../src/profiles/words/example-words.ts';
import { powerOn } from './support/powered-device.ts';

const cases = releaseProfiles.flatMap((profile) =>
  profile.schemes.map((scheme) => ({ name: profile.name, profile, scheme })),
);

const hasControl = (profile: ReleaseProfile) => !profile.lacks.includes('prov-ctrl');
const hasScan = (profile: ReleaseProfile) => !profile.lacks.includes('prov-scan');

/** Returns the name under which a release says how its station fares; v3.2 has no manager. */
function manager({ name, manager: settings }: ReleaseProfile): string {
  if (name.startsWith('idf-3.2')) return 'app_prov';
  return settings.answersThread ? 'network_prov_mgr' : 'wifi_prov_mgr';
}

/** Returns what the example of a release prints of a failure; v3.2 leaves it to the lines of its station. */
function failureBlock({ example }: ReleaseProfile, reason: FailReason): string {
  const line = reason in example.words ? example.words[reason] : newestExampleWords[reason];
  return line?.[2] ?? '';
}

describe.each(cases)('a device of $name under security $scheme', ({ profile, scheme }) => {
  /** Whether a session can be followed by another over the same link. */
  const goesOn = profile.restartsHandshake || scheme === 0;

  test('is provisioned, and both sides tell the address', async () => {
    const powered = await powerOn(profile, scheme);
    const provisioner = await powered.open();
    expect(provisioner.securityVersion).toBe(scheme);
    const last = await powered.provision(provisioner, 'home', 'right password');
    expect(last).toMatchObject({ kind: 'connected', connection: { ip4: '192.168.1.42' } });
    await powered.clock.advance(5000);
    expect(powered.events).toContainEqual({ kind: 'connected', ip4: '192.168.1.42' });
    expect(powered.events).toContainEqual({ kind: 'service-ended' });
  });

  test('names a wrong password in the words of its release', async () => {
    const powered = await powerOn(profile, scheme);
    const last = await powered.provision(await powered.open(), 'home', 'wrong password');
    expect(last).toMatchObject({ kind: 'failed', reason: 'auth-error' });
    expect(powered.serial.join('\n')).toContain(failureBlock(profile, 'auth-error'));
    expect(powered.serial.join('\n')).not.toContain('wrong password');
  });

  test('names a missing network in the words of its release', async () => {
    const powered = await powerOn(profile, scheme);
    const last = await powered.provision(await powered.open(), 'nowhere', 'whatever');
    expect(last).toMatchObject({ kind: 'failed', reason: 'network-not-found' });
    expect(powered.serial.join('\n')).toContain(`${manager(profile)}: STA AP Not found`);
    // v5.5 gives its application the reason of the failure before, at first a wrong password.
    const told = profile.name === 'idf-5.5' ? 'auth-error' : 'network-not-found';
    expect(powered.serial.join('\n')).toContain(failureBlock(profile, told));
    expect(powered.events).toContainEqual({ kind: 'provisioning-failed', reason: told });
  });

  test('logs its events by the numbers of its release', async () => {
    const powered = await powerOn(profile, scheme);
    const provisioner = await powered.open();
    await powered.provision(provisioner, 'home', 'right password');
    await powered.clock.advance(5000);
    const numbers = powered.serial.flatMap((line) => /execute_event_cb : (\d)/.exec(line)?.slice(1) ?? []);
    const since54 = /^idf-5\.5$|^netprov-/.test(profile.name);
    // The README shows none of these lines, and v3.2 has no manager.
    if (profile.name === 'readme' || profile.name.startsWith('idf-3.2')) expect(numbers).toEqual([]);
    else expect(numbers.map(Number)).toEqual(since54 ? [0, 1, 2, 3, 5, 6] : [0, 1, 2, 4, 5]);
  });

  test('takes another password in the same session where it has prov-ctrl', async () => {
    const powered = await powerOn(profile, scheme, { resetOnFailure: false });
    const provisioner = await powered.open();
    await powered.provision(provisioner, 'home', 'wrong password');
    const again = powered.provision(provisioner, 'home', 'right password', true);
    if (hasControl(profile)) expect((await again).kind).toBe('connected');
    else expect((await failureOf(again)).code).toBe(goesOn ? 'device/apply-refused' : 'version/feature-missing');
  });

  test('returns to provisioning by itself where its example does', async () => {
    const powered = await powerOn(profile, scheme);
    await powered.provision(await powered.open(), 'home', 'wrong password');
    await powered.clock.advance(60_000);
    const said = powered.serial.flatMap((line) => /app: (Failed to connect with .*)/.exec(line)?.slice(1) ?? []);
    // Only these two say so, and spell it like this.
    const says = ['idf-4.4', 'idf-5.3'].includes(profile.name);
    expect(said).toEqual(says ? ['Failed to connect with provisioned AP, reseting provisioned credentials'] : []);
    const again = powered.provision(await powered.open(), 'home', 'right password');
    if (profile.example.resetOnFailure) expect((await again).kind).toBe('connected');
    else expect((await failureOf(again)).code).toBe('device/apply-refused');
  });

  test('takes another password too where its example has reset it already', async () => {
    const powered = await powerOn(profile, scheme, { resetOnFailure: true });
    const provisioner = await powered.open();
    await powered.provision(provisioner, 'home', 'wrong password');
    // Without prov-ctrl there is nothing but to wait for it.
    if (!hasControl(profile)) await powered.clock.advance(60_000);
    const again = powered.provision(provisioner, 'home', 'right password', true);
    if (hasControl(profile) || goesOn) expect((await again).kind).toBe('connected');
    else expect((await failureOf(again)).code).toBe('version/feature-missing');
  });

  test('scans where it can', async () => {
    const powered = await powerOn(profile, scheme);
    const provisioner = await powered.open();
    const scan = powered.clock.run(provisioner.scan());
    if (hasScan(profile)) expect((await scan).map(({ rssi }) => rssi)).toEqual([-40, -50]);
    else expect((await failureOf(scan)).code).toBe('version/feature-missing');
  });

  test.runIf(scheme > 0)('refuses a wrong secret, and takes the right one next', async () => {
    const powered = await powerOn(profile, scheme);
    expect((await failureOf(powered.open({ pop: 'guess', password: 'guess' }))).code).toBe('session/proof-mismatch');
    expect((await powered.provision(await powered.open(), 'home', 'right password')).kind).toBe('connected');
  });

  test('answers Thread commands with a status where it is network_provisioning, else not at all', async () => {
    const powered = await powerOn(profile, scheme);
    const provisioner = await powered.open();
    const told = (await failureOf(powered.clock.run(provisioner.setThread(Uint8Array.of(1, 2, 3))))).code;
    expect(told).toBe(profile.manager.answersThread ? 'device/status' : 'endpoint/refused');
  });
});

// The table of disconnect reasons, release by release.
const wrongPasswordReasons = [
  ['readme', [14, 15, 202, 204]],
  ['idf-3.2', [2, 15, 200, 202, 203, 204]],
  ['idf-3.2-beta', [2, 15, 200, 202, 203, 204]],
  ['idf-3.3', [2, 15, 200, 202, 203, 204]],
  ['idf-4.2', [2, 4, 15, 202, 204]],
  ['idf-4.4', [2, 14, 15, 202, 204]],
  ['idf-5.3', [14, 15, 202, 204]],
  ['idf-5.5', [14, 15, 202, 204]],
  ['netprov-1.2', [14, 15, 202, 204]],
  ['netprov-1.2-idf6.0.1', [14, 15, 202, 204]],
  ['netprov-1.2-idf6.0.2', [14, 15, 202, 204]],
  ['netprov-1.4', [14, 15, 202, 204]],
] as const;

test.each(wrongPasswordReasons)(
  '%s takes the reasons %j for a wrong password, and one for a missing network',
  (name, reasons) => {
    const { manager } = releaseProfiles.find((profile) => profile.name === name) as ReleaseProfile;
    const { authErrorReasons, notFoundReasons } = { ...defaultManagerSettings, ...manager };
    expect(authErrorReasons.toSorted((a, b) => a - b)).toEqual(reasons);
    expect(notFoundReasons).toEqual([201]);
  },
);

test('every profile stands in the table of reasons, and in the table of Bluetooth in the docs', () => {
  const names = releaseProfiles.map(({ name }) => name);
  expect(wrongPasswordReasons.map(([name]) => name)).toEqual(names);
  const docs = readFileSync(new URL('../../../docs/reference/virtual-wire.md', import.meta.url), 'utf8');
  const [, rows = ''] = /^\| profile +\| hosts .*\n.*\n((?:\|.*\n)*)/m.exec(docs) ?? [];
  const cells = rows.split('\n').flatMap((row) => row.split('|')[1]?.match(/[^` ,]+/g) ?? []);
  expect(cells.toSorted()).toEqual(names.toSorted());
});

test('every profile has its section in the docs, with its scheme and where its facts are from', () => {
  const docs = readFileSync(new URL('../../../docs/reference/profiles/index.md', import.meta.url), 'utf8');
  const [, listed = ''] = /^## The profiles\n(.*?)^## /ms.exec(docs) ?? [];
  const sections = listed.split(/^### /m).slice(1);
  expect(sections.map((section) => section.split('\n')[0])).toEqual(releaseProfiles.map(({ name }) => name));
  for (const [index, section] of sections.entries()) {
    const facts = [...section.matchAll(/^- ([^:\n]+): ./gm)].map(([, fact]) => fact);
    expect(facts).toEqual(['Reproduces', 'Security', '`proto-ver`', 'Differs', 'Recorded', 'Read', 'Inferred']);
    expect(section).toContain(`- Security: scheme ${releaseProfiles[index]?.securityVersion} by default\n`);
  }
});

describe('a street of more networks than a device keeps', () => {
  const air = Array.from({ length: 25 }, (_, i) => ({
    ssid: `net-${i}`,
    bssid: `02:00:00:00:00:${String(i).padStart(2, '0')}`,
    channel: 1 + ((i * 5) % 13),
    rssi: -30 - i,
    auth: 'Open' as const,
  }));

  test.each(releaseProfiles.filter(hasScan))('is heard by $name as by its firmware', async (profile) => {
    const powered = await powerOn(profile, profile.securityVersion, { air });
    const provisioner = await powered.open();
    const heard = async (groupChannels: number) =>
      (await powered.clock.run(provisioner.scan({ groupChannels }))).map(({ rssi }) => -30 - rssi);
    const strongest = Array.from({ length: 16 }, (_, i) => i);
    expect(await heard(0)).toEqual(strongest);
    // Where channels come one by one, the firmware gives up the last of its list for those of a later channel.
    expect(await heard(5)).toEqual(profile.exact ? [...strongest.slice(0, 15), 18] : strongest);
  });
});

describe('guessing', () => {
  const [readme, ...exact] = releaseProfiles;

  test('costs ten seconds after seven mistakes, and a right proof between them buys none', async () => {
    const powered = await powerOn(readme as ReleaseProfile, 1);
    const waits: number[] = [];
    const proveMs = async (pop?: string) => {
      const begin = powered.clock.now();
      await (pop === undefined ? powered.open() : failureOf(powered.open({ pop })));
      waits.push(powered.clock.now() - begin);
    };
    for (let i = 0; i < 9; i++) await proveMs('guess');
    await proveMs();
    await proveMs('guess');
    expect(waits).toEqual([0, 0, 0, 0, 0, 0, 0, 10_000, 10_000, 10_000, 2000]);
  });

  test('costs nothing on an exact release, as in the field', async () => {
    const profile = exact.find(({ name }) => name === 'idf-4.4') as ReleaseProfile;
    const powered = await powerOn(profile, 1);
    const begin = powered.clock.now();
    for (let i = 0; i < 10; i++) await failureOf(powered.open({ pop: 'guess' }));
    expect(powered.clock.now()).toBe(begin);
  });
});

test('profiles with a hole say so when they boot, and are never the default', async () => {
  for (const profile of releaseProfiles) {
    const powered = await powerOn(profile, profile.securityVersion);
    const { acceptsZeroKey, keepsReplacedSession, sec2PatchVersion } = profile;
    const warned = powered.serial.filter((line) => line.startsWith('W ')).length;
    expect(warned).toBe(profile.warnings.length);
    expect(profile.warnings.length > 0).toBe(acceptsZeroKey || keepsReplacedSession || sec2PatchVersion === 0);
  }
  expect(releaseProfiles[0]?.warnings).toEqual([]);
});
