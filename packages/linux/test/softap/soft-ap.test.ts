import { createServer } from 'node:net';
import type { Requests, Service } from '@esp-prov/device';
import { decodeUtf8, ProvisioningError, untilAborted, utf8 } from '@esp-prov/protocol';
import { failureOf, manualClock } from '@esp-prov/testing';
import { describe, expect, it } from 'vitest';
import { softAp } from '../../src/softap/soft-ap.ts';
import type { SoftApEvent, SoftApOptions } from '../../src/softap/soft-ap-options.ts';
import { FakeBoardWifi, heardNetwork, joinsWith } from '../support/fake-board-wifi.ts';
import { FakePrograms } from '../support/fake-programs.ts';
import { radios } from '../support/radios.ts';

const networks = [heardNetwork('Lab', { channel: 11 })];
const lab = { ssid: utf8('Lab'), passphrase: utf8('right passphrase') };
const service: Service = { name: 'PROV_261FCC', endpoints: [{ name: 'proto-ver', slot: 0xff53, kind: 'version' }] };
const requests: Requests = { open: () => undefined, close: () => undefined, handle: async (_, name) => utf8(name) };
const page = new Map([['/index.html', { type: 'text/html', body: utf8('the page') }]]);
const iwOf = (radio: string) => ({
  iw: (run: { arguments?: readonly string[] | undefined }) =>
    run.arguments?.[2] === 'info' && run.arguments[0] === 'dev' ? '\twiphy 0\n' : radio,
});

function bench(options: Partial<SoftApOptions> = {}, programs: FakePrograms = fakePrograms()) {
  const wifi = new FakeBoardWifi({ networks, outcome: joinsWith('right passphrase', networks) });
  const clock = manualClock();
  const events: SoftApEvent[] = [];
  const lines: string[] = [];
  const parts = softAp({
    wifi,
    programs,
    clock,
    log: (level, _tag, text) => void lines.push(`${level} ${text}`),
    onEvent: (event) => void events.push(event),
    // On the loopback, whose addresses are all there already.
    address: '127.0.0.1/24',
    port: 0,
    ...options,
  });
  return { ...parts, ap: parts, wifi, clock, events, lines, programs };
}

function fakePrograms(radio?: string): FakePrograms {
  return new FakePrograms({ dnsmasq: () => 'Dnsmasq version 2.90', ...(radio === undefined ? {} : iwOf(radio)) });
}

async function ask(address: string, endpoint = 'proto-ver', body = 'x') {
  const response = await fetch(`http://${address}/${endpoint}`, { method: 'POST', body });
  return decodeUtf8(new Uint8Array(await response.arrayBuffer()));
}

describe('a SoftAP service', () => {
  it('is an access point named like the service, on the channel of the strongest network, with HTTP in it', async () => {
    const { ap, transport, wifi, events, programs } = bench({ passphrase: 'long enough', page });
    await transport.start(service, requests);
    expect(wifi.calls).toEqual(['scan', 'open PROV_261FCC']);
    expect(wifi.hotspot?.options).toMatchObject({ passphrase: 'long enough', address: '127.0.0.1/24', channel: 11 });
    expect(events).toEqual([{ kind: 'opened', interfaceName: 'wlan0', channel: 11, atOnce: false }]);
    expect(await ask(ap.address)).toBe('proto-ver');
    expect(await (await fetch(`http://${ap.address}/`)).text()).toBe('the page');
    const probe = await fetch(`http://${ap.address}/generate_204`, { redirect: 'manual' });
    expect([probe.status, probe.headers.get('location')]).toEqual([302, `http://${ap.address}/`]);
    await transport[Symbol.asyncDispose]();
    expect([wifi.hotspot, programs.guarded[0]?.running, ap.address]).toEqual([undefined, false, '']);
  });

  it('does not take the radio out of its network where dnsmasq is missing', async () => {
    const { transport, wifi } = bench({}, new FakePrograms());
    const error = await failureOf(transport.start(service, requests));
    expect(error.code).toBe('board/program-missing');
    expect(error.message).toContain('dnsmasq-base');
    expect(wifi.calls).toEqual([]);
  });

  it.each(['scan', 'iw', 'access point'])('ends at once while it starts: in the wait for %s', async (what) => {
    const never = new Promise<never>(() => undefined);
    const programs = fakePrograms();
    if (what === 'iw') programs.programs.set('iw', () => never);
    const { transport, wifi } = bench({}, programs);
    if (what === 'scan') wifi.station.scan = () => never;
    if (what === 'access point') wifi.openHotspot = ({ signal }) => untilAborted(never, signal);
    const started = failureOf(transport.start(service, requests));
    await new Promise((resolve) => setTimeout(resolve, 20));
    await transport[Symbol.asyncDispose]();
    expect((await started).code).toBe('board/hotspot-failed');
    expect(wifi.hotspot).toBeUndefined();
  });

  it('leaves nothing open where its port is taken', async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const { port } = other.address() as { port: number };
    const { transport, wifi, programs } = bench({ port });
    expect((await failureOf(transport.start(service, requests))).code).toBe('host/address-in-use');
    expect([wifi.hotspot, programs.guarded[0]?.running]).toEqual([undefined, false]);
    other.close();
  });

  it('names the capability for a port that needs it', async (context) => {
    if (process.getuid?.() === 0) return context.skip('root may use every port');
    const { transport } = bench({ port: 80 });
    const error = await failureOf(transport.start(service, requests));
    expect(error.code).toBe('host/address-unusable');
    expect(error.message).toContain('CAP_NET_BIND_SERVICE');
  });

  it('refuses an address that none can have, before anything is opened', () => {
    expect(failureOf(() => bench({ address: '192.168.4.1' })).code).toBe('usage/invalid-option');
  });

  it('goes on at the same address after a join that failed, with the session that was', async () => {
    const { ap, transport, wifi, clock } = bench();
    await transport.start(service, requests);
    const { address } = ap;
    const first = await fetch(`http://${address}/proto-ver`, { method: 'POST', body: 'x' });
    const cookie = first.headers.get('set-cookie') ?? '';
    expect(cookie).toMatch(/^session=\d+$/);
    const reasons: string[] = [];
    ap.wifi.watch((event) => void reasons.push(event.kind));
    ap.wifi.join({ ...lab, passphrase: utf8('wrong passphrase') });
    await clock.advance(0);
    expect(wifi.calls.slice(-3)).toEqual(['close PROV_261FCC', 'join Lab', 'open PROV_261FCC']);
    expect(reasons).toEqual(['disconnected']);
    const later = await fetch(`http://${address}/proto-ver`, { method: 'POST', body: 'x', headers: { cookie } });
    expect([later.status, later.headers.get('set-cookie')]).toEqual([200, null]);
    await transport[Symbol.asyncDispose]();
  });

  it('says after success that nobody can ask, and stays closed', async () => {
    const { ap, transport, wifi, clock, events } = bench();
    await transport.start(service, requests);
    ap.wifi.watch(() => undefined);
    ap.wifi.join(lab);
    await clock.advance(0);
    expect(events.map(({ kind }) => kind)).toEqual(['opened', 'closed-for-join', 'unreachable']);
    await transport[Symbol.asyncDispose]();
    wifi.driver.report({ kind: 'disconnected', reason: 200 });
    await clock.advance(60_000);
    expect(wifi.hotspot).toBeUndefined();
    expect(wifi.isOnline()).toBe(false);
  });

  it('can be started again', async () => {
    const { ap, transport, wifi } = bench();
    await transport.start(service, requests);
    await transport[Symbol.asyncDispose]();
    await transport.start(service, requests);
    expect(wifi.hotspot).toBeDefined();
    expect(await ask(ap.address)).toBe('proto-ver');
    await transport.endService?.({ disconnect: false });
    expect(wifi.hotspot).toBeDefined();
    await transport.start(service, requests);
    expect(wifi.hotspots).toHaveLength(2);
    await transport[Symbol.asyncDispose]();
  });

  it('takes the radio away from nobody when it is closed while it opens', async () => {
    const { transport, wifi } = bench();
    const starting = transport.start(service, requests).catch((error: unknown) => error);
    await transport[Symbol.asyncDispose]();
    expect(await starting).toBeInstanceOf(ProvisioningError);
    expect(wifi.hotspot).toBeUndefined();
  });
});

describe('a SoftAP service beside the station', () => {
  const beside = (options: Partial<SoftApOptions> = {}, radio: string = radios.raspberryPi3) =>
    bench(options, fakePrograms(radio));

  it('has an interface of its own where the radio can be both', async () => {
    const { ap, transport, wifi, clock, events, programs } = beside();
    await transport.start(service, requests);
    expect(wifi.hotspot?.options).toMatchObject({ interfaceName: 'espprov0', channel: 11 });
    expect(programs.guarded[0]?.guard.arguments).toContain('--interface=espprov0');
    expect(events).toEqual([{ kind: 'opened', interfaceName: 'espprov0', channel: 11, atOnce: true }]);
    ap.wifi.watch(() => undefined);
    ap.wifi.join(lab);
    await clock.advance(0);
    expect(wifi.hotspot).toBeDefined();
    await transport[Symbol.asyncDispose]();
    expect(programs.calls.at(-1)).toBe('iw dev espprov0 del');
  });

  it.each([
    ['the radio cannot', {}, radios.rtl8xxxu],
    ['it is not wanted', { atOnce: false }, radios.raspberryPi3],
  ])('has that of the station where %s', async (_, options, radio) => {
    const { transport, wifi, programs } = beside(options, radio);
    await transport.start(service, requests);
    expect(wifi.hotspot?.interfaceName).toBe('wlan0');
    expect(programs.calls.filter((call) => call.includes('interface add'))).toEqual([]);
    await transport[Symbol.asyncDispose]();
  });

  it('says that it is one at a time where there is no iw', async () => {
    const { transport, wifi, lines } = bench();
    await transport.start(service, requests);
    expect(wifi.hotspot?.interfaceName).toBe('wlan0');
    expect(lines).toContain(
      'warn access point or station, one at a time: the program iw is not installed: install the package iw',
    );
    await transport[Symbol.asyncDispose]();
  });

  it('has that of the station where the service refuses the other one, which is removed', async () => {
    const { ap, transport, wifi, clock, programs } = beside();
    wifi.refusesHotspot = ({ interfaceName }) =>
      interfaceName === 'espprov0' ? new ProvisioningError('board/hotspot-failed') : undefined;
    await transport.start(service, requests);
    expect(wifi.hotspot?.interfaceName).toBe('wlan0');
    expect(programs.calls.at(-2)).toBe('iw dev espprov0 del');
    ap.wifi.join(lab);
    await clock.advance(0);
    expect(wifi.calls.slice(-2)).toEqual(['close PROV_261FCC', 'join Lab']);
    await transport[Symbol.asyncDispose]();
  });

  it('does not wait long for a service that leaves new interfaces alone', async () => {
    const { transport, wifi, clock, lines, programs } = beside();
    const open = wifi.openHotspot.bind(wifi);
    wifi.openHotspot = (given) => {
      if (given.interfaceName === undefined) return open(given);
      return new Promise((_, reject) => given.signal?.addEventListener('abort', () => reject(given.signal?.reason)));
    };
    const starting = transport.start(service, requests);
    await clock.advance(20_000);
    await starting;
    expect(wifi.hotspot?.interfaceName).toBe('wlan0');
    expect(lines.join('\n')).toContain('no access point on espprov0 in time');
    expect(programs.calls.at(-2)).toBe('iw dev espprov0 del');
    await transport[Symbol.asyncDispose]();
  });
});
