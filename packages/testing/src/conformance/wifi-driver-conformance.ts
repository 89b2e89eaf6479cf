import { disconnectReasons, type WifiEvent } from '@esp-prov/device';
import { equalConstantTime } from '@esp-prov/protocol';
import { type ConformanceCase, expectThat } from './conformance-case.ts';
import { copyOf, WifiBed, type WifiBench } from './wifi-bench.ts';

/** Reasons that the manager takes for a wrong passphrase. */
const passphraseReasons: readonly number[] = [
  disconnectReasons.micFailure,
  disconnectReasons.fourWayHandshakeTimeout,
  disconnectReasons.authFail,
  disconnectReasons.handshakeTimeout,
];

/** What every driver of a Wi-Fi station must do. `factory` brings a new station, not started, and what is around it. */
export function wifiDriverConformance(factory: () => Promise<WifiBench>): ConformanceCase[] {
  const withDriver = (name: string, check: (bed: WifiBed) => Promise<void>): ConformanceCase => ({
    name,
    async run() {
      const bed = new WifiBed(await factory());
      try {
        await check(bed);
      } finally {
        await bed.close();
      }
    },
  });
  const started = (name: string, check: (bed: WifiBed) => Promise<void>): ConformanceCase =>
    withDriver(name, async (bed) => {
      bed.driver.start();
      await bed.next();
      await check(bed);
    });
  const isAbsent = ({ kind, ...rest }: WifiEvent) =>
    kind === 'disconnected' && 'reason' in rest && rest.reason === disconnectReasons.noApFound;

  return [
    withDriver('says that its station has started', async (bed) => {
      bed.driver.start();
      const { kind } = await bed.next();
      expectThat(kind === 'station-started', `station-started, got ${kind}`);
    }),
    started('hears the network with all that is reported to a client', async (bed) => {
      const heard = (await bed.scan()).filter(({ ssid }) => equalConstantTime(ssid, bed.known.ssid));
      expectThat(heard.length > 0, 'the network');
      for (const { bssid, channel, rssi, authMode } of heard) {
        expectThat(bssid.length === 6, 'an address of six bytes');
        expectThat(Number.isInteger(channel) && channel >= 1 && channel <= 196, 'the number of a channel');
        expectThat(Number.isInteger(rssi) && rssi >= -128 && rssi < 0, 'a signal strength in dBm');
        expectThat(Number.isInteger(authMode) && authMode >= 0 && authMode <= 255, 'the number of an auth mode');
      }
    }),
    started('hears no network without a name', async (bed) => {
      for (const { ssid } of await bed.scan()) expectThat(ssid.length >= 1 && ssid.length <= 32, '1 to 32 bytes');
    }),
    started('hears one channel only where one is asked for', async (bed) => {
      const { channel, otherChannel } = bed.bench;
      const here = await bed.scan({ channel });
      expectThat(
        here.some(({ ssid }) => equalConstantTime(ssid, bed.known.ssid)),
        'the network',
      );
      for (const network of [...here, ...(await bed.scan({ channel: otherChannel }))]) {
        expectThat(here.includes(network) ? network.channel === channel : network.channel === otherChannel, 'it alone');
      }
    }),
    started('does not begin a scan that is given up, and hears again afterwards', async (bed) => {
      const reason = new Error('given up');
      const error = await bed.scan({ signal: AbortSignal.abort(reason) }).catch((cause: unknown) => cause);
      expectThat(error === reason, 'the reason of the signal');
      expectThat((await bed.scan()).length > 0, 'networks');
    }),
    started('joins the network and says with which address', async (bed) => {
      const event = await bed.joined(bed.known);
      expectThat(event.kind === 'got-ip', `got-ip, got ${event.kind}`);
      const { ssid, bssid, ip4 } = event.connection;
      expectThat(equalConstantTime(ssid, bed.known.ssid), 'the network that was to be joined');
      expectThat(bssid.length === 6, 'an address of six bytes');
      expectThat(/^(\d{1,3}\.){3}\d{1,3}$/.test(ip4), `an IPv4 address, got ${ip4}`);
    }),
    started('says after a join has begun how it ended, and not before', async (bed) => {
      bed.driver.join(copyOf(bed.known));
      expectThat(bed.waiting === 0, 'nothing yet');
      await bed.next();
    }),
    started('uses the credentials as they were when the join began', async (bed) => {
      const given = copyOf(bed.known);
      bed.driver.join(given);
      given.ssid.fill(0);
      given.passphrase.fill(0);
      const { kind } = await bed.next();
      expectThat(kind === 'got-ip', `got-ip, got ${kind}`);
    }),
    started('reports a wrong passphrase by a reason that means it', async (bed) => {
      const event = await bed.joined(bed.bench.wrongPassphrase);
      expectThat(event.kind === 'disconnected', `disconnected, got ${event.kind}`);
      expectThat(passphraseReasons.includes(event.reason), `a reason of a wrong passphrase, got ${event.reason}`);
    }),
    started('reports a network that is not there by the reason for that', async (bed) => {
      expectThat(isAbsent(await bed.joined(bed.bench.absent)), 'disconnected with the reason 201');
    }),
    started('joins after a join that failed', async (bed) => {
      await bed.joined(bed.bench.absent);
      expectThat((await bed.joined(bed.known)).kind === 'got-ip', 'got-ip');
    }),
    started('says nothing of an attempt that was given up', async (bed) => {
      bed.driver.join(copyOf(bed.known));
      bed.driver.leave();
      expectThat(isAbsent(await bed.joined(bed.bench.absent)), 'the outcome of the later attempt alone');
    }),
    started('gives up an attempt when the next one begins', async (bed) => {
      bed.driver.join(copyOf(bed.known));
      expectThat(isAbsent(await bed.joined(bed.bench.absent)), 'the outcome of the later attempt alone');
    }),
    started('reports that a connection has ended when it is to leave', async (bed) => {
      await bed.joined(bed.known);
      bed.driver.leave();
      const { kind } = await bed.next();
      expectThat(kind === 'disconnected', `disconnected, got ${kind}`);
    }),
    started('says nothing when it is to leave without a connection', async (bed) => {
      bed.driver.leave();
      expectThat(isAbsent(await bed.joined(bed.bench.absent)), 'the outcome of the later attempt alone');
    }),
    started('hands every event to all that listen, and none to one that stopped', async (bed) => {
      const heard: WifiEvent[][] = [[], []];
      const stops = heard.map((events) => bed.driver.watch((event) => void events.push(event)));
      await bed.joined(bed.bench.absent);
      stops[0]?.();
      await bed.joined(bed.known);
      stops[1]?.();
      const counts = heard.map(({ length }) => length).join(' and ');
      expectThat(counts === '1 and 2', `1 and 2 events, got ${counts}`);
    }),
  ];
}
