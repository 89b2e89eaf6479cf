import { joinEvidence, type Provisioner, type ProvisionStep, type ThreadProvisionStep } from '@esp-prov/client';
import { utf8 } from '@esp-prov/protocol';
import { failureOf } from '@esp-prov/testing';
import { describe, expect, test } from 'vitest';
import { chooseNetwork } from '../../../src/commands/provision/choose-network.ts';
import { tellThreadStep, tellWifiStep } from '../../../src/commands/provision/provision-steps.ts';
import type { Output } from '../../../src/report/output.ts';

/** What was told, in place of a screen. */
function notebook(): { readonly output: Output; readonly told: object[]; readonly texts: string[] } {
  const told: object[] = [];
  const texts: string[] = [];
  const note = (value: object, text?: string | readonly string[]) => {
    told.push(value);
    if (text !== undefined) texts.push(...[text].flat());
  };
  return { output: { json: false, event: note, result: note }, told, texts };
}

describe('a provisioning with Wi-Fi that failed is named by the reason of the device', () => {
  test.each([
    ['auth-error', 'wifi/auth-error'],
    ['network-not-found', 'wifi/network-not-found'],
    ['disconnected', 'wifi/disconnected'],
    ['unknown', 'wifi/connection-failed'],
  ] as const)('%s as %s', (reason, code) => {
    const step: ProvisionStep = { kind: 'failed', reason, evidence: joinEvidence({ reason }) };
    expect(failureOf(() => tellWifiStep(step, 'home', notebook().output)).code).toBe(code);
  });
});

test('what is known of a failure comes before it: a line for each finding, and one event', () => {
  const { output, told, texts } = notebook();
  const access = { ssid: utf8('home'), bssid: new Uint8Array(6), channel: 6, rssi: -85, authMode: 7 };
  const evidence = joinEvidence({
    reason: 'auth-error',
    ssid: 'home',
    hasPassphrase: true,
    scan: [access],
    attempts: 5,
  });
  failureOf(() => tellWifiStep({ kind: 'failed', reason: 'auth-error', evidence }, 'home', output));
  expect(texts).toHaveLength(4);
  expect(texts[0]).toMatch(/^evidence: not proven: a wrong password; the network offers WPA3, .*\.$/);
  const place = { bssid: '00:00:00:00:00:00', channel: 6, rssi: -85, auth: 'WPA2_WPA3_PSK' };
  expect(told).toEqual([
    {
      event: 'evidence',
      reason: 'auth-error',
      attempts: 5,
      heard: [place],
      networksHeard: 1,
      findings: evidence.findings,
    },
  ]);
});

test('attempts that remain are told', () => {
  const { output, told, texts } = notebook();
  tellWifiStep({ kind: 'status', status: { state: 'connecting', attemptsRemaining: 3 } }, 'home', output);
  tellWifiStep({ kind: 'status', status: { state: 'connecting' } }, 'home', output);
  expect(told).toEqual([
    { event: 'status', state: 'connecting', remaining: 3 },
    { event: 'status', state: 'connecting' },
  ]);
  expect(texts).toEqual(['An attempt failed, 3 remaining …']);
});

describe('a provisioning with Thread', () => {
  test.each([
    ['dataset-invalid', 'thread/invalid-dataset'],
    ['network-not-found', 'thread/network-not-found'],
    ['detached', 'thread/attach-failed'],
    ['unknown', 'thread/attach-failed'],
  ] as const)('that failed as %s is named %s', (reason, code) => {
    const step: ThreadProvisionStep = { kind: 'failed', reason };
    expect(failureOf(() => tellThreadStep(step, notebook().output)).code).toBe(code);
  });

  test('that succeeded tells the network', () => {
    const { output, told, texts } = notebook();
    const attachment = { panId: 0x1234, extendedPanId: new Uint8Array(8).fill(0xab), channel: 15, name: 'home' };
    tellThreadStep({ kind: 'sending-dataset' }, output);
    tellThreadStep({ kind: 'applied' }, output);
    tellThreadStep({ kind: 'status', status: { state: 'attaching' } }, output);
    tellThreadStep({ kind: 'attached', attachment }, output);
    expect(told.at(-1)).toEqual({
      result: 'provisioned',
      network: 'home',
      panId: 0x1234,
      extendedPanId: 'abababababababab',
      channel: 15,
    });
    expect(texts.at(-1)).toContain('attached to home (channel 15, PAN 0x1234, abababababababab)');
  });
});

test('a device that hears no network leaves nothing to choose from', async () => {
  const provisioner = { scan: async () => [], info: { capabilities: ['wifi_scan'] } } as unknown as Provisioner;
  const { output, told } = notebook();
  const chosen = chooseNetwork(
    { provisioner, output, byHand: false, encoding: 'utf8', signal: new AbortController().signal },
    async (network) => network,
  );
  await expect(chosen).rejects.toMatchObject({ code: 'wifi/no-networks' });
  expect(told).toEqual([{ event: 'scanning' }, { event: 'networks', networks: [] }]);
});
