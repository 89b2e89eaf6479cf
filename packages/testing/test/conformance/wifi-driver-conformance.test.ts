import { disconnectReasons, type WifiCredentials, type WifiDriver, type WifiEvent } from '@esp-prov/device';
import { equalConstantTime, utf8 } from '@esp-prov/protocol';
import { describe, expect, test } from 'vitest';
import { FakeWifiDriver, manualClock, type WifiBench, wifiDriverConformance } from '../../src/index.ts';

const heard = { ssid: utf8('town'), bssid: Uint8Array.of(2, 4, 6, 8, 10, 12), channel: 6, rssi: -50, authMode: 3 };
const other = { ...heard, ssid: utf8('village'), channel: 11 };
const credentials = (ssid: string, passphrase: string) => ({ ssid: utf8(ssid), passphrase: utf8(passphrase) });
const known = credentials('town', 'correct horse');

/** How a join ends in the air of these tests. */
function outcome({ ssid, passphrase }: WifiCredentials): WifiEvent {
  const refused = (reason: number): WifiEvent => ({ kind: 'disconnected', reason });
  if (!equalConstantTime(ssid, known.ssid)) return refused(disconnectReasons.noApFound);
  if (!equalConstantTime(passphrase, known.passphrase)) return refused(disconnectReasons.fourWayHandshakeTimeout);
  return { kind: 'got-ip', connection: { ...heard, ip4: '192.168.1.42' } };
}

function fakeWifi(): FakeWifiDriver {
  const driver = new FakeWifiDriver([heard, other]);
  driver.outcome = outcome;
  return driver;
}

const clock = manualClock();

function benchOf(driver: WifiDriver): WifiBench {
  return {
    driver,
    known,
    wrongPassphrase: credentials('town', 'wrong horse'),
    absent: credentials('city', 'correct horse'),
    channel: 6,
    otherChannel: 11,
    clock,
    close: async () => undefined,
  };
}

describe('the fake Wi-Fi driver', () => {
  test.each(wifiDriverConformance(async () => benchOf(fakeWifi())))('$name', ({ run }) => clock.run(run()));
});

/** `inner` with some of its members replaced. */
function wifiWith(inner: WifiDriver, changed: Partial<WifiDriver>): WifiDriver {
  return {
    start: () => inner.start(),
    scan: (options) => inner.scan(options),
    join: (network) => inner.join(network),
    leave: () => inner.leave(),
    watch: (listener) => inner.watch(listener),
    ...changed,
  };
}

/** `inner` that reports other events in place of its own; undefined: none. */
function reporting(inner: WifiDriver, change: (event: WifiEvent) => WifiEvent | undefined): WifiDriver {
  return wifiWith(inner, {
    watch: (listener) =>
      inner.watch((event) => {
        const changed = change(event);
        if (changed) listener(changed);
      }),
  });
}

function onReason(reason: number, change: (event: WifiEvent) => WifiEvent | undefined) {
  return (inner: WifiDriver) =>
    reporting(inner, (event) => (event.kind === 'disconnected' && event.reason === reason ? change(event) : event));
}

/** Hears other networks than `inner`. */
function hearing(change: (all: Awaited<ReturnType<WifiDriver['scan']>>) => Awaited<ReturnType<WifiDriver['scan']>>) {
  return (inner: WifiDriver) =>
    wifiWith(inner, { scan: async (options) => change(await inner.scan(options)).map((each) => ({ ...each })) });
}

/** Reports the end of every attempt, also of one that was given up, by a driver for each of them. */
function remembering(event: 'leave' | 'join') {
  return () => {
    const listeners = new Set<(event: WifiEvent) => void>();
    const report = (told: WifiEvent) => listeners.forEach((listener) => void listener(told));
    const inner = fakeWifi();
    inner.watch(report);
    return wifiWith(inner, {
      watch(listener) {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
      leave() {
        if (event !== 'leave') inner.leave();
      },
      join(network) {
        const told = outcome(network);
        if (event === 'leave') void Promise.resolve().then(() => report(told));
        else {
          inner.outcome = () => undefined;
          inner.join(network);
          void Promise.resolve().then(() => report(told));
        }
      },
    });
  };
}

/** Drivers with one fault each, by the demand that each does not meet. */
const saboteurs: Readonly<Record<string, (inner: FakeWifiDriver) => WifiDriver>> = {
  'says that its station has started': (inner) =>
    reporting(inner, (event) => (event.kind === 'station-started' ? undefined : event)),
  'hears the network with all that is reported to a client': hearing((all) =>
    all.map((each) => ({ ...each, rssi: -each.rssi })),
  ),
  'hears no network without a name': hearing((all) => [...all, { ...heard, ssid: new Uint8Array() }]),
  'hears one channel only where one is asked for': (inner) =>
    wifiWith(inner, { scan: (options) => inner.scan({ ...options, channel: undefined }) }),
  'does not begin a scan that is given up, and hears again afterwards': (inner) =>
    wifiWith(inner, { scan: (options) => inner.scan({ ...options, signal: undefined }) }),
  'joins the network and says with which address': (inner) =>
    reporting(inner, (event) =>
      event.kind === 'got-ip' ? { ...event, connection: { ...event.connection, ip4: '' } } : event,
    ),
  'says after a join has begun how it ended, and not before': (inner) =>
    wifiWith(inner, { join: (network) => inner.report(outcome(network)) }),
  'uses the credentials as they were when the join began': (inner) =>
    wifiWith(inner, { join: (network) => void Promise.resolve().then(() => inner.join(network)) }),
  'reports a wrong passphrase by a reason that means it': onReason(disconnectReasons.fourWayHandshakeTimeout, () => ({
    kind: 'disconnected',
    reason: disconnectReasons.noApFound,
  })),
  'reports a network that is not there by the reason for that': onReason(disconnectReasons.noApFound, () => ({
    kind: 'disconnected',
    reason: disconnectReasons.connectionFail,
  })),
  'joins after a join that failed': (inner) => {
    let failed = false;
    inner.watch((event) => {
      failed ||= event.kind === 'disconnected';
    });
    return wifiWith(inner, { join: (network) => (failed ? undefined : inner.join(network)) });
  },
  'says nothing of an attempt that was given up': remembering('leave'),
  'gives up an attempt when the next one begins': remembering('join'),
  'reports that a connection has ended when it is to leave': onReason(disconnectReasons.assocLeave, () => undefined),
  'says nothing when it is to leave without a connection': (inner) =>
    wifiWith(inner, { leave: () => inner.report({ kind: 'disconnected', reason: disconnectReasons.assocLeave }) }),
  'hands every event to all that listen, and none to one that stopped': (inner) =>
    wifiWith(inner, {
      watch(listener) {
        inner.watch(listener);
        return () => undefined;
      },
    }),
};

describe('the suite for Wi-Fi drivers', () => {
  test('has a saboteur for each demand', () => {
    const names = wifiDriverConformance(async () => benchOf(fakeWifi())).map(({ name }) => name);
    expect(Object.keys(saboteurs)).toEqual(names);
  });

  test.each(Object.entries(saboteurs))('refuses one that fails where a driver %s', async (name, sabotage) => {
    const suite = wifiDriverConformance(async () => benchOf(sabotage(fakeWifi())));
    const failed: string[] = [];
    for (const each of suite) await clock.run(each.run()).catch(() => failed.push(each.name));
    expect(failed).toContain(name);
  });
});
