import type { RainmakerProvisioning } from '@esp-prov/client/rainmaker';
import { type ConformanceCase, expectThat, rejection } from './conformance-case.ts';
import type { RainmakerBench } from './rainmaker-bench.ts';

/**
 * Returns the cases that a provisioning adapter for Espressif's TypeScript SDKs must pass. They are written from how the
 * SDKs call it: what they look at, what they go on with, and what they ignore.
 */
export function rainmakerConformance(factory: () => Promise<RainmakerBench>): ConformanceCase[] {
  const withBench = (name: string, check: (bench: RainmakerBench) => Promise<void>): ConformanceCase => ({
    name,
    async run() {
      const bench = await factory();
      try {
        await check(bench);
      } finally {
        await bench.adapter.disconnect(bench.name);
        await bench.close();
      }
    },
  });
  const connected = (name: string, check: (bench: RainmakerBench) => Promise<void>) =>
    withBench(name, async (bench) => {
      await bench.adapter.createESPDevice(bench.name, bench.transport, undefined, bench.pop);
      await bench.adapter.connect(bench.name);
      await check(bench);
    });

  return [
    withBench('finds the device by the beginning of its name', async ({ adapter, name, transport }) => {
      const found = await adapter.searchESPDevices(name.slice(0, 4), transport);
      expectThat(found.length === 1, `one device, not ${found.length}`);
      expectThat(found[0]?.name === name && found[0]?.transport === transport, 'its name and its transport');
      expectThat(typeof found[0]?.security === 'number', 'a number for its security');
    }),
    withBench('finds nothing by another beginning', async ({ adapter, name, transport }) => {
      const found = await adapter.searchESPDevices(`not ${name}`, transport);
      expectThat(Array.isArray(found) && found.length === 0, 'an empty list');
    }),
    withBench('ends a search that is stopped', async ({ adapter, name, transport }) => {
      const searching = adapter.searchESPDevices(name, transport);
      await adapter.stopESPDevicesSearch();
      expectThat(Array.isArray(await searching), 'a list');
    }),
    withBench('connects a device that a search has found, with the status 0', async (bench) => {
      const { adapter, name, transport } = bench;
      const [found] = await adapter.searchESPDevices(name, transport);
      expectThat((await adapter.connect(found?.name ?? '')) === 0, 'the status 0');
    }),
    withBench('connects a device that no search has found', async ({ adapter, name, transport, pop }) => {
      const device = await adapter.createESPDevice(name, transport, undefined, pop);
      expectThat(device.name === name && typeof device.security === 'number', 'a name and a security');
      expectThat((await adapter.connect(device.name)) === 0, 'the status 0');
    }),
    withBench('refuses to connect what it does not know', async ({ adapter }) => {
      await rejection(adapter.connect('nobody'));
    }),
    withBench('refuses everything before a device is connected', async (bench) => {
      await bench.adapter.createESPDevice(bench.name, bench.transport, undefined, bench.pop);
      await everythingRefused(bench);
    }),
    connected('returns what the device says about itself, by both names', async ({ adapter, name }) => {
      const all = await adapter.getDeviceCapabilities(name);
      expectThat(all.includes('wifi_scan'), 'the capability to scan');
      for (const version of [await adapter.getDeviceVersion(name), await adapter.getDeviceVersionInfo(name)])
        expectThat(typeof version['prov'] === 'object', 'the member prov of the version document');
    }),
    connected('opens a session', async ({ adapter, name }) => {
      expectThat((await adapter.initializeSession(name)) === true, 'true');
    }),
    connected('refuses a wrong proof of possession, and takes the right one after it', async (bench) => {
      const { adapter, name, pop } = bench;
      await adapter.setProofOfPossession(name, `not ${pop}`);
      await rejection(adapter.initializeSession(name));
      expectThat((await adapter.setProofOfPossession(name, pop)) === true, 'true for a proof of possession');
      expectThat((await adapter.initializeSession(name)) === true, 'a session with the right one');
    }),
    connected('lists the networks that the device hears', async ({ adapter, name, network }) => {
      await adapter.initializeSession(name);
      const heard = (await adapter.scanWifiList(name)).find(({ ssid }) => ssid === network.ssid);
      expectThat(heard !== undefined, 'the network by its name');
      expectThat(typeof heard.rssi === 'number' && heard.rssi < 0, 'a strength below zero');
      expectThat(typeof heard.auth === 'number', 'a number for its auth mode');
    }),
    connected('carries bytes to an endpoint and back, as Base64', async ({ adapter, name, custom }) => {
      await adapter.initializeSession(name);
      const answer = await adapter.sendData(name, custom.endpoint, base64(custom.request));
      expectThat(answer === base64(custom.answer), 'the bytes of the answer as Base64');
    }),
    connected('refuses data that are no Base64', async ({ adapter, name, custom }) => {
      await adapter.initializeSession(name);
      await rejection(adapter.sendData(name, custom.endpoint, 'no base64!'));
    }),
    connected('provisions, with the status 0', async ({ adapter, name, network }) => {
      await adapter.initializeSession(name);
      expectThat((await adapter.provision(name, network.ssid, network.passphrase)) === 0, 'the status 0');
    }),
    connected('refuses a network without a name', async ({ adapter, name }) => {
      await adapter.initializeSession(name);
      await rejection(adapter.provision(name, '', 'a password'));
    }),
    // The SDK for Neo looks at no status: one that is returned for a failure would pass for success.
    connected('throws for a join that fails, and joins after a reset', async ({ adapter, name, network }) => {
      await adapter.initializeSession(name);
      await rejection(adapter.provision(name, network.ssid, `not ${network.passphrase}`));
      // A device that resets by itself acknowledges none.
      expectThat(typeof (await adapter.resetWifiStatus(name)) === 'boolean', 'whether it was acknowledged');
      expectThat((await adapter.provision(name, network.ssid, network.passphrase)) === 0, 'the status 0');
    }),
    withBench('disconnects what is not connected, and what it does not know', async ({ adapter, name, transport }) => {
      await adapter.createESPDevice(name, transport);
      await adapter.disconnect(name);
      await adapter.disconnect('nobody');
    }),
    connected('ends what runs when it disconnects', async ({ adapter, name }) => {
      await adapter.initializeSession(name);
      const scanning = rejection(adapter.scanWifiList(name));
      await adapter.disconnect(name);
      await scanning;
    }),
    connected('refuses everything after it has disconnected', async (bench) => {
      await bench.adapter.initializeSession(bench.name);
      await bench.adapter.disconnect(bench.name);
      await everythingRefused(bench);
    }),
    connected('connects again after it has disconnected', async ({ adapter, name }) => {
      await adapter.initializeSession(name);
      await adapter.disconnect(name);
      expectThat((await adapter.connect(name)) === 0, 'the status 0');
      expectThat((await adapter.initializeSession(name)) === true, 'a session');
    }),
  ];
}

async function everythingRefused({ adapter, name, network, custom }: RainmakerBench): Promise<void> {
  const calls: readonly ((port: RainmakerProvisioning) => Promise<unknown>)[] = [
    (port) => port.getDeviceCapabilities(name),
    (port) => port.getDeviceVersion(name),
    (port) => port.initializeSession(name),
    (port) => port.scanWifiList(name),
    (port) => port.sendData(name, custom.endpoint, base64(custom.request)),
    (port) => port.provision(name, network.ssid, network.passphrase),
  ];
  for (const call of calls) await rejection(call(adapter));
}

/** Returns bytes as Base64, without the code under test. */
function base64(bytes: Uint8Array): string {
  const digits = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
  const bits = Array.from(bytes, (byte) => byte.toString(2).padStart(8, '0')).join('');
  const text = (bits.match(/.{1,6}/g) ?? []).map((six) => digits[Number.parseInt(six.padEnd(6, '0'), 2)]).join('');
  return text.padEnd(Math.ceil(text.length / 4) * 4, '=');
}
