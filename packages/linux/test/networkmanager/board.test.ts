import { disconnectReasons } from '@esp-prov/device';
import { utf8 } from '@esp-prov/protocol';
import { failureOf } from '@esp-prov/testing';
import type { VirtualNetworkManagerOptions } from '@esp-prov/virtual-network';
import { afterEach, describe, expect, test } from 'vitest';
import { canStartBus } from '../../../../test/setup/needs.ts';
import { nmBench } from '../support/nm-bench.ts';
import { StationEvents } from '../support/station-events.ts';
import { until } from '../support/until.ts';
import { airOfBoard } from '../wifi-service-conformance.ts';

const nm = 'org.freedesktop.NetworkManager';
const network = (ssid: string, passphrase = '') => ({ ssid: utf8(ssid), passphrase: utf8(passphrase) });
const home = network('Home', 'home passphrase');
const hotspot = { ssid: utf8('PROV_261FCC'), passphrase: 'abcdefgh2345', address: '192.168.4.1/24' };

const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const each of open.splice(0)) await each.close();
});

async function bench(options: VirtualNetworkManagerOptions & { readonly userNetwork?: boolean } = {}) {
  const { userNetwork = false, accessPoints = airOfBoard, ...more } = options;
  const room = await nmBench({ accessPoints, userNetwork }, more);
  open.push(room);
  return room;
}

async function board(options: Parameters<typeof bench>[0] = {}) {
  const room = await bench(options);
  const { wifi } = await room.open();
  return { ...room, wifi, events: new StationEvents(wifi.station) };
}

describe.skipIf(!canStartBus)('a board under NetworkManager', () => {
  test.each([
    ['scan', `${nm}.wifi.scan`],
    ['keep', `${nm}.settings.modify.system`],
    ['open an access point', `${nm}.network-control`],
  ])('that may not %s says which permission is missing', async (what, permission) => {
    const { wifi } = await board({ denied: [permission] });
    const doing: Record<string, () => Promise<unknown>> = {
      scan: () => wifi.station.scan({ passive: false, dwellMs: 0 }),
      keep: () => wifi.keep(home),
      'open an access point': () => wifi.openHotspot(hotspot),
    };
    const error = await failureOf((doing[what] as () => Promise<unknown>)());
    expect(error).toMatchObject({ code: 'board/not-permitted', details: { permissions: permission } });
    expect(error.message).toContain(permission);
  });

  test('whose radio is pulled out says at a scan that there is none', async () => {
    const { wifi, daemon } = await board();
    daemon.unplug('wlan0');
    const error = await failureOf(wifi.station.scan({ passive: false, dwellMs: 0 }));
    expect(error).toMatchObject({ code: 'board/no-radio', details: { interface: 'wlan0' } });
  });

  test('needs no permission to share a connection: its access point leads nowhere', async () => {
    const denied = [`${nm}.wifi.share.protected`, `${nm}.wifi.share.open`];
    const { wifi, daemon } = await board({ denied });
    await wifi.openHotspot(hotspot);
    expect(daemon.hotspots).toHaveLength(1);
  });

  test('that may not join says in the log which permission is missing, and gives no verdict', async () => {
    const { events, log } = await board({ denied: [`${nm}.network-control`] });
    events.station.join(home);
    expect(await events.next()).toEqual({ kind: 'disconnected', reason: disconnectReasons.connectionFail });
    expect(log.filter((line) => line.startsWith('error:')).join()).toContain(`${nm}.network-control`);
  });

  test('waits for a radio that is blocked, and says so once', async () => {
    const { daemon, ...room } = await bench();
    daemon.setBlocked(true);
    const waiting: string[] = [];
    const opening = room.open({ waiting });
    await until(() => waiting.length > 0);
    daemon.setBlocked(false);
    await opening;
    expect(waiting.join()).toMatch(/unblocked|switched on/);
    expect(new Set(waiting).size).toBe(waiting.length);
  });

  test('joins again after its radio was blocked in mid-join', async () => {
    const { events, daemon } = await board();
    daemon.put({ ssid: 'Home', passphrase: 'home passphrase', channel: 6, answersAfterMs: 400 });
    events.station.join(home);
    await new Promise((resolve) => setTimeout(resolve, 200));
    daemon.setBlocked(true);
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(events.waiting).toBe(0);
    daemon.setBlocked(false);
    expect((await events.next()).kind).toBe('got-ip');
  });

  test.each([
    ['1.42.4', 'New', 'refused after its 25 s: auth-error'],
    ['1.58.0', 'New', 'asks again: again, then auth-error'],
    ['1.42.4', 'Both', 'of a network that has both'],
    ['1.58.0', 'Both', 'of a network that has both'],
  ])('under %s takes a wrong passphrase of %s for that (%s)', async (version, ssid, _) => {
    const { wifi, events } = await board({ version });
    expect(wifi.version).toBe(version);
    events.station.join(network(ssid, 'wrong passphrase'));
    const reason = disconnectReasons.fourWayHandshakeTimeout;
    expect(await events.next()).toEqual({ kind: 'disconnected', reason });
  });

  test('tries a passphrase twice before it says that it is wrong', async () => {
    const { events, log } = await board();
    events.station.join(network('Home', 'wrong passphrase'));
    await events.next();
    const verdicts = log.map((line) => line.replace(/:[^:]*$/, '')).filter((line) => line.startsWith('info:'));
    expect(verdicts).toEqual(['info: again', 'info: auth-error']);
  });

  test('joins a network whose first handshake fails because its router is just starting', async () => {
    const { events, daemon, log } = await board();
    daemon.put({ ssid: 'Home', passphrase: 'not yet the passphrase', channel: 6 });
    events.station.join(network('Home', 'home passphrase'));
    await until(() => log.some((line) => line.startsWith('info: again')));
    daemon.put({ ssid: 'Home', passphrase: 'home passphrase', channel: 6 });
    daemon.put({ ssid: 'Home', passphrase: 'home passphrase', channel: 11, bssid: '02:00:00:00:11:02' });
    expect((await events.next()).kind).toBe('got-ip');
  });

  test('takes no network without addresses for a wrong passphrase, and goes on', async () => {
    const { events, daemon, log } = await board({
      accessPoints: [{ ssid: 'Home', passphrase: 'home passphrase', dhcp: false }],
    });
    events.station.join(home);
    await until(() => log.some((line) => line.startsWith('info: connecting')));
    expect(events.waiting).toBe(0);
    daemon.put({ ssid: 'Home', passphrase: 'home passphrase' });
    expect((await events.next()).kind).toBe('got-ip');
  });

  test('says that a network has gone when it goes in mid-join', async () => {
    const { events, daemon } = await board();
    daemon.put({ ssid: 'Attic', passphrase: 'attic passphrase', channel: 11, answersAfterMs: 1000 });
    events.station.join(network('Attic', 'attic passphrase'));
    await new Promise((resolve) => setTimeout(resolve, 600));
    daemon.take('Attic');
    expect(await events.next()).toEqual({ kind: 'disconnected', reason: disconnectReasons.noApFound });
  });

  test('sees that its profile is on the disk also where netplan puts it there', async () => {
    const { wifi, events, daemon } = await board({ netplan: true });
    events.station.join(home);
    await events.next();
    await wifi.keep(home);
    expect(daemon.profilesOnDisk.map(({ id }) => id)).toEqual(['esp-prov Home']);
    await daemon.restart();
    await until(() => daemon.connectedTo('wlan0') !== undefined);
  });

  test('joins again when another program takes the radio in mid-join', async () => {
    const { events, daemon, judge } = await board({ userNetwork: true });
    daemon.put({ ssid: 'Home', passphrase: 'home passphrase', channel: 6, answersAfterMs: 600 });
    events.station.join(home);
    await new Promise((resolve) => setTimeout(resolve, 300));
    const [profile] = await judge.call({
      destination: nm,
      path: '/org/freedesktop/NetworkManager/Settings',
      interface: `${nm}.Settings`,
      member: 'ListConnections',
    });
    const target = { destination: nm, path: '/org/freedesktop/NetworkManager', interface: nm };
    const body = [(profile as string[])[0], '/', '/'];
    await judge.call({ ...target, member: 'ActivateConnection', signature: 'ooo', body });
    expect((await events.next()).kind).toBe('got-ip');
  });

  test('is killed in mid-join, and the next start leaves nothing of it', async () => {
    const { events, daemon, ...room } = await board();
    daemon.put({ ssid: 'Home', passphrase: 'home passphrase', channel: 6, answersAfterMs: 5000 });
    events.station.join(home);
    await until(async () => (await room.networks()).ours.length > 0);
    const next = await room.open();
    await next.wifi.cleanUp();
    expect((await room.networks()).ours).toEqual([]);
  });

  test('does not take a profile of the user for its own, whatever it is called', async () => {
    const { wifi, networks, daemon } = await board({
      profiles: [{ id: 'esp-prov Home', ssid: 'Home', passphrase: 'home passphrase' }],
    });
    await until(() => daemon.connectedTo('wlan0') !== undefined);
    await wifi.cleanUp();
    await wifi.forget();
    expect((await networks()).ours).toEqual(['esp-prov Home']);
  });

  test('restores a network of which it keeps a profile without a second one', async () => {
    const { wifi, events, networks } = await board();
    events.station.join(home);
    await events.next();
    await wifi.keep(home);
    await wifi.restore(home);
    expect((await networks()).ours).toHaveLength(1);
  });
});
