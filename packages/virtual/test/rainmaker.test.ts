import { httpTransport } from '@esp-prov/client/node';
import { RainmakerProvisionAdapter, softApReach } from '@esp-prov/client/rainmaker';
import { type SecurityVersion, utf8 } from '@esp-prov/protocol';
import { rainmakerConformance } from '@esp-prov/testing';
import { describe, expect, test } from 'vitest';
import { type ReleaseProfile, VirtualEsp32 } from '../src/index.ts';
import { HttpDeviceTransport } from '../src/node/index.ts';
import { idf55 } from '../src/profiles/idf-5.5.ts';
import { netprov12 } from '../src/profiles/netprov-1.2.ts';

const devices: readonly { readonly profile: ReleaseProfile; readonly scheme: SecurityVersion }[] = [
  { profile: idf55, scheme: 1 },
  { profile: netprov12, scheme: 2 },
];

describe.each(devices)('the adapter of the SDKs and a device of $profile.name over HTTP, security $scheme', (made) => {
  const cases = rainmakerConformance(async () => {
    const transport = new HttpDeviceTransport();
    const { profile, scheme: securityVersion } = made;
    const device = new VirtualEsp32({ transport, profile, secret: { securityVersion }, fast: true });
    await device.boot();
    const softap = softApReach({
      open: () => httpTransport(transport.address),
      async *search(prefix, { signal }) {
        if (device.serviceName.startsWith(prefix)) yield { id: 'ap', name: device.serviceName, rssi: -40 };
        await new Promise((resolve) => signal?.addEventListener('abort', resolve, { once: true }));
      },
    });
    const adapter = new RainmakerProvisionAdapter({ softap, searchTimeMs: 100 });
    return {
      adapter,
      transport: 'softap',
      name: device.serviceName,
      pop: 'abcd1234',
      network: { ssid: 'myssid', passphrase: 'mypassword' },
      custom: { endpoint: 'custom-data', request: Uint8Array.of(0, 1, 254, 255), answer: utf8('SUCCESS\0') },
      async close() {
        await adapter[Symbol.asyncDispose]();
        await device[Symbol.asyncDispose]();
      },
    };
  });
  test.each(cases)('$name', ({ run }) => run());
});

// The example of v5.5.5 resets by itself, so that it refuses to be reset once more; that of the component does not.
test.each([
  { profile: idf55, acknowledged: false },
  { profile: netprov12, acknowledged: true },
])('a failed device of $profile.name acknowledges a reset: $acknowledged', async ({ profile, acknowledged }) => {
  const transport = new HttpDeviceTransport();
  await using device = new VirtualEsp32({ transport, profile, secret: { securityVersion: 1 }, fast: true });
  await device.boot();
  const softap = softApReach({ open: () => httpTransport(transport.address) });
  await using adapter = new RainmakerProvisionAdapter({ softap });
  const { name } = await adapter.createESPDevice(device.serviceName, 'softap', 1, 'abcd1234');
  await adapter.connect(name);
  await expect(adapter.provision(name, 'myssid', 'not the password')).rejects.toMatchObject({
    code: 'wifi/auth-error',
  });
  expect(await adapter.resetWifiStatus(name)).toBe(acknowledged);
  // Either way it takes others now, and can scan for them.
  expect((await adapter.scanWifiList(name)).some(({ ssid }) => ssid === 'myssid')).toBe(true);
  expect(await adapter.provision(name, 'myssid', 'mypassword')).toBe(0);
});
