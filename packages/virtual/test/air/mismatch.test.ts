import { isProvisioningError } from '@esp-prov/protocol';
import { describe, expect, test } from 'vitest';
import { parseAir, type ReleaseProfile, releaseProfiles, street } from '../../src/index.ts';
import { powerOn } from '../support/powered-device.ts';

const air = [
  ...parseAir([
    { ssid: 'corp', auth: 'WPA2_ENTERPRISE' },
    { ssid: 'corp psk', auth: 'WPA2_ENTERPRISE', password: 'whatever99' },
    { ssid: 'guest' },
    { ssid: 'old router', auth: 'WPA_PSK', password: 'longenough1' },
  ]),
  ...street,
];

// How each release reports an unsuitable network: since v5.4.1 the last of five attempts fails with the reason of
// the failure before, at first a wrong password; before, an unnamed reason is tried again for ever; and where there are
// no reasons 210 and 211 it is a missing network.
const since54 = ['idf-5.5', 'netprov-1.2', 'netprov-1.2-idf6.0.1', 'netprov-1.2-idf6.0.2', 'netprov-1.4'].map(
  (name) => [name, 'failed auth-error'] as const,
);
const unnamed = ['idf-5.3', 'readme'].map((name) => [name, 'wifi/join-timeout'] as const);

const networks = [
  ['corp', '', 210],
  ['corp psk', 'whatever99', 210],
  ['Corp', '', 210],
  ['guest', 'needless1', 210],
  ['old router', 'longenough1', 211],
] as const;

describe.each([...since54, ...unnamed])('a device of %s', (name, outcome) => {
  test.each(networks)('does not join “%s” with “%s”, for reason %i', async (ssid, passphrase, reason) => {
    const { told, log } = await provision(name, ssid, passphrase);
    expect(told).toBe(outcome);
    expect(log).toContain(`wifi_prov_mgr: Disconnect reason : ${reason}`.replace('wifi', family(name)));
  });
});

test.each(['idf-4.4', 'idf-4.2', 'idf-3.3'])('a device of %s tells them as missing', async (name) => {
  const { told, log } = await provision(name, 'Corp', '');
  expect(told).toBe('failed network-not-found');
  expect(log).toContain('Disconnect reason : 201');
  expect((await provision(name, 'guest', 'needless1')).told).toBe('failed network-not-found');
  // Its station takes WPA for a password of any length.
  expect((await provision(name, 'old router', 'longenough1')).told).toBe('connected');
});

function family(name: string): string {
  return name.startsWith('netprov-') ? 'network' : 'wifi';
}

async function provision(name: string, ssid: string, passphrase: string): Promise<{ told: string; log: string }> {
  const profile = releaseProfiles.find((each) => each.name === name) as ReleaseProfile;
  const powered = await powerOn(profile, profile.securityVersion, { air, resetOnFailure: false });
  const log = () => powered.serial.join('\n');
  try {
    const last = await powered.provision(await powered.open(), ssid, passphrase);
    return { told: last.kind === 'failed' ? `failed ${last.reason}` : last.kind, log: log() };
  } catch (error) {
    if (isProvisioningError(error)) return { told: error.code, log: log() };
    throw error;
  }
}
