import { decodeVersionInfo, utf8 } from '@esp-prov/protocol';
import { findSteering, hostileTexts, manualClock } from '@esp-prov/testing';
import { describe, expect, test } from 'vitest';
import { type AccessPoint, type JoinFacts, joinEvidence, Provisioner, type ProvisionStep } from '../../src/index.ts';
import { attemptsLeft, connecting, type Poll, plainDevice, wrongPassword } from '../support/plain-device.ts';

/** An access point of the network `home`, as a scan tells it. */
function heard(change: Partial<Omit<AccessPoint, 'ssid'>> & { ssid?: string } = {}): AccessPoint {
  const { ssid = 'home', ...rest } = change;
  return { ssid: utf8(ssid), bssid: new Uint8Array(6), channel: 6, rssi: -50, authMode: 3, ...rest };
}

const base = { reason: 'auth-error', ssid: 'home', hasPassphrase: true } as const;

const kindsOf = (facts: Partial<JoinFacts>) => joinEvidence({ ...base, ...facts }).findings.map(({ kind }) => kind);
const textOf = (facts: Partial<JoinFacts>) =>
  joinEvidence({ ...base, ...facts })
    .findings.map(({ text }) => text)
    .join('\n');

describe('what a scan says about a network that refused the device', () => {
  // biome-ignore format: a table
  const cases: readonly [string, Partial<Omit<AccessPoint, 'ssid'>>, Partial<JoinFacts>, string[]][] = [
    ['WPA2, near',            {},                        {},                        ['reason-group']],
    ['WPA3 alone',            { authMode: 6 },           {},                        ['wpa3-only', 'reason-group']],
    ['WPA2 and WPA3',         { authMode: 7 },           {},                        ['wpa3-offered', 'reason-group']],
    ['enterprise',            { authMode: 5 },           {},                        ['enterprise', 'reason-group']],
    ['WPA3 enterprise',       { authMode: 14 },          {},                        ['enterprise', 'reason-group']],
    ['WEP',                   { authMode: 1 },           {},                        ['unusual-security', 'reason-group']],
    ['open, with a password', { authMode: 0 },           {},                        ['open-network', 'reason-group']],
    ['open, without one',     { authMode: 0 },           { hasPassphrase: false },  ['reason-group']],
    ['WPA2, without one',     {},                        { hasPassphrase: false },  ['password-missing', 'reason-group']],
    ['OWE, without one',      { authMode: 9 },           { hasPassphrase: false },  ['wpa3-only', 'reason-group']],
    ['far away',              { rssi: -80 },             {},                        ['weak-signal', 'reason-group']],
    ['nearly far away',       { rssi: -79 },             {},                        ['reason-group']],
    ['on channel 12',         { channel: 12 },           {},                        ['edge-channel', 'reason-group']],
    ['on channel 11',         { channel: 11 },           {},                        ['reason-group']],
    ['at 5 GHz',              { channel: 36 },           {},                        ['reason-group']],
    ['that is not there',     {},                        { reason: 'network-not-found' }, ['heard']],
    ['while the time ran out', { authMode: 0 },          { reason: 'timeout' },     ['open-network']],
    ['for a strange reason',  {},                        { reason: 'unknown' },     ['unnamed-reason']],
    ['after three attempts',  {},                        { attempts: 3 },           ['reason-group', 'attempts']],
  ];

  test.each(cases)('%s', (_, access, facts, kinds) => {
    expect(kindsOf({ scan: [heard(access), heard({ ssid: 'other' })], ...facts })).toEqual(kinds);
  });

  test('a wrong password is never said to be proven, and said not to be where WPA3 may be the reason', () => {
    expect(textOf({ scan: [heard({ authMode: 7 })] })).toMatch(
      /^not proven: a wrong password; the network offers WPA3/,
    );
    expect(textOf({ scan: [heard()] })).toMatch(/covers the reasons 14, 15, 202 and 204/);
    expect(textOf({ scan: [heard({ authMode: 7 })], reason: 'timeout' })).not.toContain('not proven');
  });

  test('of several access points, the strongest and all of their modes count', () => {
    expect(kindsOf({ scan: [heard({ rssi: -90 }), heard({ rssi: -60 })] })).toEqual(['reason-group']);
    expect(kindsOf({ scan: [heard({ authMode: 5 }), heard({ authMode: 3 })] })).toEqual(['reason-group']);
    expect(kindsOf({ scan: [heard({ channel: 13 }), heard({ channel: 1 })] })).toEqual(['reason-group']);
  });
});

describe('what a scan without the network says', () => {
  const missing = { reason: 'network-not-found' } as const;

  test('that most chips hear 2.4 GHz alone, unless this one hears more', () => {
    expect(kindsOf({ ...missing, scan: [heard({ ssid: 'other' })] })).toEqual(['not-heard', 'one-band']);
    expect(kindsOf({ ...missing, scan: [heard({ ssid: 'other', channel: 36 })] })).toEqual(['not-heard']);
    expect(kindsOf({ ...missing, scan: [] })).toEqual(['not-heard']);
  });

  test('that a full list leaves weak ones out', () => {
    const others = Array.from({ length: 16 }, (_, i) => heard({ ssid: `other ${i}` }));
    expect(kindsOf({ ...missing, scan: others })).toEqual(['not-heard', 'list-full', 'one-band']);
  });

  test.each(['HOME', 'Home ', 'ho-me', 'ho_me'])('that “%s” is there, which is spelled differently', (ssid) => {
    expect(kindsOf({ ...missing, scan: [heard({ ssid })] })).toContain('spelled-differently');
    expect(textOf({ ...missing, scan: [heard({ ssid })] })).toContain(`“${ssid}”`);
  });

  test('never steers a screen, nor fails at a name that is no text', () => {
    for (const name of Object.values(hostileTexts)) {
      const text = textOf({ ...missing, ssid: `${name} `, scan: [heard({ ssid: name })] });
      expect(findSteering(text.replaceAll('\n', ' '))).toEqual([]);
    }
    expect(kindsOf({ ...missing, ssid: Uint8Array.of(0xff), scan: [heard()] })).toEqual(['not-heard', 'one-band']);
  });
});

test('without a scan, nothing is known of the network', () => {
  expect(kindsOf({})).toEqual(['no-scan', 'reason-group']);
  expect(kindsOf({ ssid: undefined, scan: [heard()] })).toEqual(['no-scan', 'reason-group']);
  expect(joinEvidence(base)).toEqual({ reason: 'auth-error', findings: expect.any(Array) });
});

describe('a provisioning that failed', () => {
  const info = decodeVersionInfo(utf8('{"prov":{"ver":"v1.1","sec_ver":0,"cap":["no_sec","wifi_scan"]}}'));

  async function failed(polls: readonly Poll[]) {
    const clock = manualClock();
    const device = plainDevice({ polls });
    const provisioner = await Provisioner.connect(device, { clock, info, allowUnproven: true });
    const steps: ProvisionStep[] = [];
    const collect = async () => {
      for await (const step of provisioner.provision({ ssid: 'home', passphrase: 'a long secret' })) steps.push(step);
    };
    await clock.run(collect());
    return { step: steps.at(-1), provisioner };
  }

  test('carries the evidence, with the attempts that the device counted and without the password', async () => {
    const { step, provisioner } = await failed([connecting, attemptsLeft(2), attemptsLeft(1), wrongPassword]);
    expect(step).toMatchObject({ kind: 'failed', reason: 'auth-error', evidence: { attempts: 3 } });
    expect(JSON.stringify(step)).not.toContain('a long secret');
    expect(provisioner.joinEvidence('timeout')).toMatchObject({ reason: 'timeout', attempts: 3 });
  });

  test('says nothing of attempts where the device does not count them', async () => {
    const { step } = await failed([connecting, wrongPassword]);
    expect(step).toMatchObject({ evidence: { reason: 'auth-error', findings: [{ kind: 'no-scan' }, {}] } });
    expect(step?.kind === 'failed' && step.evidence.attempts).toBeUndefined();
  });
});
