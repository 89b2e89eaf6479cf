import { disconnectReasons, type WifiCredentials, type WifiEvent } from '@esp-prov/device';
import { utf8 } from '@esp-prov/protocol';
import { type ConformanceCase, failureOf } from '@esp-prov/testing';
import type { VirtualAccessPoint, VirtualNetworkDaemon } from '@esp-prov/virtual-network';
import { expect } from 'vitest';
import type { BoardWifi } from '../src/wifi/board-wifi.ts';
import { StationEvents } from './support/station-events.ts';
import { until } from './support/until.ts';

/** A board under test, as one process has it. */
export interface OpenedBoard {
  readonly wifi: BoardWifi;
  /** What it said that it waits for. */
  readonly waiting: readonly string[];
  /** Ends it as SIGKILL ends a process: the connection to the bus is gone, nothing is put away. */
  die(): Promise<void>;
}

/** A virtual daemon, and boards on it. */
export interface ServiceBench {
  readonly daemon: VirtualNetworkDaemon;
  /** Opens the service, as another process would; `signal` ends the wait for what is missing. */
  open(options?: { readonly signal?: AbortSignal; readonly waiting?: string[] }): Promise<OpenedBoard>;
  /** Networks that the daemon knows: texts with the names of the user's, and of ours. */
  networks(): Promise<{ readonly user: readonly string[]; readonly ours: readonly string[] }>;
  /** Has the user choose `Attic`, and waits until the board is in it. */
  useUserNetwork(): Promise<void>;
  /** Has the daemon forget what it keeps for us, as a new image of the system does. */
  loseOurs(): Promise<void>;
  /** Puts everything away. */
  close(): Promise<void>;
}

/** What surrounds a board at the start. */
export interface ServiceBenchOptions {
  /** {@link airOfBoard}, unless given. */
  readonly accessPoints: readonly VirtualAccessPoint[];
  /** Whether the user has a network, `Attic`, to which the board is connected when the bench is there. */
  readonly userNetwork: boolean;
}

const home: WifiCredentials = { ssid: utf8('Home'), passphrase: utf8('home passphrase') };
const hotspot = { ssid: utf8('PROV_261FCC'), passphrase: 'abcdefgh2345', address: '192.168.4.1/24' } as const;

/** Bytes that are no UTF-8, as long as a name can be. */
const strangeName = Uint8Array.from({ length: 32 }, (_, i) => 0xe0 + i);

/** What is in range of every board under test. */
export const airOfBoard: readonly VirtualAccessPoint[] = [
  { ssid: 'Home', passphrase: 'home passphrase', channel: 6, rssi: -48 },
  { ssid: 'Home', passphrase: 'home passphrase', channel: 11, rssi: -70, bssid: '02:00:00:00:11:02' },
  { ssid: 'Attic', passphrase: 'attic passphrase', channel: 11, rssi: -60 },
  { ssid: 'Cafe', channel: 1, rssi: -61 },
  { ssid: 'Old', security: 'wpa', passphrase: 'old passphrase', channel: 2, rssi: -62 },
  { ssid: 'Pair', security: 'wpa-wpa2', passphrase: 'pair passphrase', channel: 3, rssi: -63 },
  { ssid: 'Both', security: 'wpa2-wpa3', passphrase: 'both passphrase', channel: 36, rssi: -64 },
  { ssid: 'New', security: 'wpa3', passphrase: 'new passphrase', channel: 40, rssi: -65 },
  { ssid: 'Quiet', security: 'owe', channel: 44, rssi: -66 },
  { ssid: 'Ancient', security: 'wep', passphrase: 'abcde', channel: 5, rssi: -67 },
  { ssid: 'Office', security: 'enterprise', channel: 8, rssi: -68 },
  { ssid: 'Cellar', passphrase: 'cellar passphrase', channel: 9, rssi: -69, hidden: true },
  { ssid: strangeName, passphrase: 'x'.repeat(63), channel: 13, rssi: -71 },
];

const joinMs = 60_000;

/** What every Wi-Fi service of a board must do, beside {@link wifiDriverConformance} for its station. */
export function wifiServiceConformance(
  factory: (options: ServiceBenchOptions) => Promise<ServiceBench>,
): ConformanceCase[] {
  const withBench = (
    name: string,
    check: (bench: ServiceBench) => Promise<void>,
    options: Partial<ServiceBenchOptions> = {},
  ): ConformanceCase => ({
    name,
    async run() {
      const bench = await factory({ accessPoints: airOfBoard, userNetwork: false, ...options });
      try {
        await check(bench);
      } finally {
        await bench.close();
      }
    },
  });
  const withBoard = (
    name: string,
    check: (board: OpenedBoard & { readonly events: StationEvents }, bench: ServiceBench) => Promise<void>,
    options: Partial<ServiceBenchOptions> = {},
  ) =>
    withBench(
      name,
      async (bench) => {
        const board = await bench.open();
        const events = new StationEvents(board.wifi.station);
        board.wifi.station.start();
        await events.next();
        await check({ ...board, events }, bench);
      },
      options,
    );
  const joined = async (events: StationEvents, network: WifiCredentials): Promise<WifiEvent> => {
    events.station.join(network);
    return await events.next(joinMs);
  };
  const text = (bytes: Uint8Array | undefined) => (bytes === undefined ? undefined : new TextDecoder().decode(bytes));
  const network = (ssid: string, passphrase = ''): WifiCredentials => ({
    ssid: utf8(ssid),
    passphrase: utf8(passphrase),
  });

  return [
    withBoard('says what it is', async ({ wifi, waiting }) => {
      expect(wifi.interfaceName).toBe('wlan0');
      expect(wifi.mac).toHaveLength(6);
      expect(waiting).toEqual([]);
    }),
    withBoard('hears every kind of network with its auth mode, channel and strength', async ({ wifi }) => {
      const heard = await wifi.station.scan({ passive: false, dwellMs: 0 });
      const told = heard.map(({ ssid, authMode, channel, rssi }) => `${text(ssid)} ${authMode} ${channel} ${rssi}`);
      expect(told).toEqual(
        expect.arrayContaining([
          'Home 3 6 -48',
          'Home 3 11 -70',
          'Cafe 0 1 -61',
          'Old 2 2 -62',
          'Pair 4 3 -63',
          'Both 7 36 -64',
          'New 6 40 -65',
          'Quiet 9 44 -66',
          'Ancient 1 5 -67',
          'Office 5 8 -68',
        ]),
      );
      expect(heard.some(({ ssid }) => text(ssid) === 'Cellar')).toBe(false);
      expect(heard.some(({ ssid }) => Buffer.from(ssid).equals(Buffer.from(strangeName)))).toBe(true);
    }),
    ...(
      [
        ['WPA2', home, { channel: 6, authMode: 3, rssi: -48 }],
        ['an open network', network('Cafe'), { channel: 1, authMode: 0 }],
        ['WPA', network('Old', 'old passphrase'), { channel: 2, authMode: 2 }],
        ['WPA and WPA2', network('Pair', 'pair passphrase'), { channel: 3, authMode: 4 }],
        ['WPA2 and WPA3', network('Both', 'both passphrase'), { channel: 36, authMode: 7 }],
        ['WPA3', network('New', 'new passphrase'), { channel: 40, authMode: 6 }],
        ['OWE', network('Quiet'), { channel: 44, authMode: 9 }],
        ['a hidden network', network('Cellar', 'cellar passphrase'), {}],
        [
          'a name of 32 bytes that are no text',
          { ssid: strangeName, passphrase: utf8('x'.repeat(63)) },
          { channel: 13 },
        ],
        ['the access point that is wanted', { ...home, bssid: Uint8Array.of(2, 0, 0, 0, 0x11, 2) }, { channel: 11 }],
        ['the channel that is wanted', { ...home, channel: 11 }, { channel: 11 }],
      ] as const
    ).map(([what, credentials, facts]) =>
      withBoard(`joins ${what}`, async ({ events }, { daemon }) => {
        const event = await joined(events, credentials);
        expect(event).toMatchObject({ kind: 'got-ip', connection: { ssid: credentials.ssid, ...facts } });
        expect(daemon.connectedTo('wlan0')).toEqual(credentials.ssid);
      }),
    ),
    ...(
      [
        ['WEP', network('Ancient', 'abcde')],
        ['a sign-in with an account', network('Office', 'office passphrase')],
        ['an open network in place of a protected one', network('Cafe', 'cafe passphrase')],
      ] as const
    ).map(([what, credentials]) =>
      withBoard(`does not join ${what}`, async ({ events }, { daemon }) => {
        const reason = disconnectReasons.noApWithCompatibleSecurity;
        expect(await joined(events, credentials)).toEqual({ kind: 'disconnected', reason });
        expect(daemon.connectedTo('wlan0')).toBeUndefined();
      }),
    ),
    withBoard('takes a wrong passphrase of WPA3 for that', async ({ events }) => {
      const event = await joined(events, network('New', 'wrong passphrase'));
      expect(event).toEqual({ kind: 'disconnected', reason: disconnectReasons.fourWayHandshakeTimeout });
    }),
    withBoard('leaves nothing of a join that failed or was given up', async ({ wifi, events }, bench) => {
      await joined(events, network('Home', 'wrong passphrase'));
      wifi.station.join(home);
      wifi.station.leave();
      await until(async () => (await bench.networks()).ours.length === 0);
      await until(() => bench.daemon.connectedTo('wlan0') === undefined);
    }),
    withBoard('says that a network is lost, and that it is back', async ({ wifi, events }, { daemon }) => {
      await joined(events, home);
      await wifi.keep(home);
      daemon.take('Home');
      expect((await events.next(joinMs)).kind).toBe('disconnected');
      daemon.put({ ssid: 'Home', passphrase: 'home passphrase', channel: 6 });
      expect((await events.next(joinMs)).kind).toBe('got-ip');
    }),
    withBoard('keeps a network over a restart of the daemon', async ({ wifi, events }, { daemon, ...bench }) => {
      await joined(events, home);
      await wifi.keep(home);
      expect((await bench.networks()).ours).toHaveLength(1);
      await daemon.restart();
      await until(() => text(daemon.connectedTo('wlan0')) === 'Home', joinMs);
    }),
    withBoard('keeps the last network only', async ({ wifi, events }, bench) => {
      await joined(events, network('Both', 'both passphrase'));
      await wifi.keep(network('Both', 'both passphrase'));
      await joined(events, home);
      await wifi.keep(home);
      const { ours } = await bench.networks();
      expect(ours).toHaveLength(1);
      expect(ours[0]).toContain('Home');
    }),
    withBoard('does not keep a network by joining it alone', async ({ events, die }, bench) => {
      await joined(events, home);
      await die();
      await bench.daemon.restart();
      const next = await bench.open();
      await next.wifi.cleanUp();
      expect((await bench.networks()).ours).toEqual([]);
      await until(() => bench.daemon.connectedTo('wlan0') === undefined);
    }),
    withBoard('keeps a network when it is left, and forgets it', async ({ wifi, events }, bench) => {
      await joined(events, home);
      await wifi.keep(home);
      wifi.station.leave();
      expect((await events.next()).kind).toBe('disconnected');
      await until(() => bench.daemon.connectedTo('wlan0') === undefined);
      expect((await bench.networks()).ours).toHaveLength(1);
      await wifi.forget();
      expect((await bench.networks()).ours).toEqual([]);
    }),
    withBoard('ends the connection to a network that it forgets', async ({ wifi, events }, { daemon }) => {
      await joined(events, home);
      await wifi.keep(home);
      await wifi.forget();
      await until(() => daemon.connectedTo('wlan0') === undefined);
    }),
    withBoard('restores a network that is kept', async ({ wifi, events, die }, bench) => {
      await joined(events, home);
      await wifi.keep(home);
      await die();
      const next = await bench.open();
      await next.wifi.cleanUp();
      await next.wifi.restore(home);
      await until(() => text(bench.daemon.connectedTo('wlan0')) === 'Home', joinMs);
      expect((await bench.networks()).ours).toHaveLength(1);
    }),
    withBoard('restores a network that the service has lost', async ({ wifi, events, die }, bench) => {
      await joined(events, home);
      await wifi.keep(home);
      await die();
      await bench.loseOurs();
      const next = await bench.open();
      await next.wifi.restore(home);
      await until(() => text(bench.daemon.connectedTo('wlan0')) === 'Home', joinMs);
      expect((await bench.networks()).ours).toHaveLength(1);
    }),
    ...(['kept', 'lost'] as const).map((what) =>
      withBoard(
        `restores a network that is ${what} without leaving the one that the user has chosen meanwhile`,
        async ({ wifi, events, die }, bench) => {
          if (what === 'kept') {
            await joined(events, home);
            await wifi.keep(home);
          }
          await die();
          await bench.useUserNetwork();
          const next = await bench.open();
          await next.wifi.cleanUp();
          await next.wifi.restore(home);
          // By then a join would have begun.
          await next.wifi.station.scan({ passive: false, dwellMs: 0 });
          expect(text(bench.daemon.connectedTo('wlan0'))).toBe('Attic');
          bench.daemon.take('Attic');
          await until(() => text(bench.daemon.connectedTo('wlan0')) === 'Home', joinMs);
        },
        { userNetwork: true },
      ),
    ),
    withBoard('says when a network that it restored is joined', async ({ wifi, events }) => {
      await wifi.restore(home);
      expect(await events.next(joinMs)).toMatchObject({ kind: 'got-ip', connection: { ssid: home.ssid } });
    }),
    withBoard(
      'leaves what belongs to the user alone, whatever happens',
      async ({ wifi, events }, bench) => {
        const before = (await bench.networks()).user;
        expect(before).toHaveLength(1);
        await joined(events, network('Home', 'wrong passphrase'));
        await joined(events, home);
        await wifi.keep(home);
        await wifi.cleanUp();
        await wifi.forget();
        await (await wifi.openHotspot(hotspot))[Symbol.asyncDispose]();
        expect((await bench.networks()).user).toEqual(before);
      },
      { userNetwork: true },
    ),
    withBoard(
      'brings the former connection back when it is given up',
      async ({ wifi, events }, { daemon }) => {
        await joined(events, network('Home', 'wrong passphrase'));
        await wifi.giveUp();
        await until(() => text(daemon.connectedTo('wlan0')) === 'Attic', joinMs);
      },
      { userNetwork: true },
    ),
    withBoard(
      'brings the former connection back in mid-join, and stays in it',
      async ({ wifi, events }, { daemon }) => {
        daemon.put({ ssid: 'Home', passphrase: 'home passphrase', channel: 6, answersAfterMs: 5000 });
        events.station.join(home);
        await until(() => daemon.connectedTo('wlan0') === undefined, joinMs);
        await wifi.giveUp();
        await until(() => text(daemon.connectedTo('wlan0')) === 'Attic', joinMs);
        expect(events.waiting).toBe(0);
      },
      { userNetwork: true },
    ),
    withBoard(
      'does not give up the network that it has joined',
      async ({ wifi, events }, { daemon }) => {
        await joined(events, home);
        await wifi.giveUp();
        expect(text(daemon.connectedTo('wlan0'))).toBe('Home');
      },
      { userNetwork: true },
    ),
    withBoard('opens a protected access point and closes it', async ({ wifi }, { daemon }) => {
      const opened = await wifi.openHotspot({ ...hotspot, channel: 11 });
      expect(opened.interfaceName).toBe('wlan0');
      expect(opened.channel).toBe(11);
      const [there] = daemon.hotspots;
      expect(text(there?.ssid)).toBe('PROV_261FCC');
      expect(there).toMatchObject({ interfaceName: 'wlan0', passphrase: hotspot.passphrase, channel: 11 });
      await opened[Symbol.asyncDispose]();
      await until(() => daemon.hotspots.length === 0);
      expect(opened.ended.aborted).toBe(false);
    }),
    withBoard('opens an open access point', async ({ wifi }, { daemon }) => {
      const { passphrase: _, ...open } = hotspot;
      await wifi.openHotspot(open);
      expect(daemon.hotspots).toMatchObject([{ interfaceName: 'wlan0', passphrase: undefined }]);
    }),
    withBoard('joins after its access point is closed', async ({ wifi, events }) => {
      await (await wifi.openHotspot(hotspot))[Symbol.asyncDispose]();
      expect((await joined(events, home)).kind).toBe('got-ip');
    }),
    withBoard('closes its access point when the process is killed', async ({ wifi, die }, bench) => {
      await wifi.openHotspot(hotspot);
      await die();
      // What the service does not end by itself, the next start does.
      const next = await bench.open();
      await next.wifi.cleanUp();
      await until(() => bench.daemon.hotspots.length === 0);
    }),
    withBoard('says that its access point has ended by itself', async ({ wifi }, { daemon }) => {
      const opened = await wifi.openHotspot(hotspot);
      daemon.unplug('wlan0');
      await until(() => opened.ended.aborted);
      await opened[Symbol.asyncDispose]();
    }),
    withBoard('says that a radio makes no protected access point', async ({ wifi }, { daemon }) => {
      daemon.refuseHotspots('protected');
      const error = await failureOf(wifi.openHotspot(hotspot));
      expect(error).toMatchObject({ code: 'board/hotspot-failed', details: { protected: true } });
      const { passphrase: _, ...open } = hotspot;
      await wifi.openHotspot(open);
    }),
    withBoard('does not open an access point that is given up', async ({ wifi }, { daemon }) => {
      const reason = new Error('given up');
      const opening = wifi.openHotspot({ ...hotspot, signal: AbortSignal.abort(reason) });
      expect(await opening.catch((error: unknown) => error)).toBe(reason);
      expect(daemon.hotspots).toEqual([]);
    }),
    withBoard(
      'clears what a killed process has left, and nothing that is kept',
      async ({ wifi, events, die }, bench) => {
        await joined(events, home);
        await wifi.keep(home);
        await joined(events, network('Both', 'both passphrase'));
        await die();
        const next = await bench.open();
        await next.wifi.cleanUp();
        const { ours } = await bench.networks();
        expect(ours).toHaveLength(1);
        expect(ours[0]).toContain('Home');
      },
    ),
    withBoard('goes on with a join over a restart of the daemon', async ({ events }, { daemon }) => {
      daemon.put({ ssid: 'Home', passphrase: 'home passphrase', channel: 6, answersAfterMs: 3000 });
      events.station.join(home);
      await new Promise((resolve) => setTimeout(resolve, 500));
      await daemon.restart();
      expect((await events.next(joinMs)).kind).toBe('got-ip');
    }),
    withBoard('knows whether the board is online', async ({ wifi, events }, { daemon }) => {
      const changes: boolean[] = [];
      const stop = wifi.watchOnline((online) => void changes.push(online));
      expect(wifi.isOnline()).toBe(false);
      await joined(events, home);
      await until(() => wifi.isOnline());
      wifi.station.leave();
      await until(() => !wifi.isOnline());
      expect(changes).toEqual([true, false]);
      stop();
      const opened = await wifi.openHotspot(hotspot);
      expect(wifi.isOnline()).toBe(false);
      await opened[Symbol.asyncDispose]();
      await until(() => daemon.hotspots.length === 0);
      expect(changes).toHaveLength(2);
    }),
    withBoard(
      'is online by a connection of the user',
      async ({ wifi }) => {
        await until(() => wifi.isOnline());
      },
      { userNetwork: true },
    ),
    withBench('waits for a late daemon, and says so once', async (bench) => {
      await bench.daemon.stop();
      const waiting: string[] = [];
      const opening = bench.open({ waiting });
      await until(() => waiting.length > 0);
      await bench.daemon.start();
      const { wifi } = await opening;
      expect(wifi.interfaceName).toBe('wlan0');
      expect(new Set(waiting).size).toBe(waiting.length);
    }),
    withBench('waits for a late interface, and says so once', async (bench) => {
      bench.daemon.unplug('wlan0');
      const waiting: string[] = [];
      const opening = bench.open({ waiting });
      await until(() => waiting.length > 0);
      bench.daemon.plug({ name: 'wlan0' });
      const { wifi } = await opening;
      expect(wifi.interfaceName).toBe('wlan0');
      expect(new Set(waiting).size).toBe(waiting.length);
    }),
    withBench('ends to wait when it is told to', async (bench) => {
      await bench.daemon.stop();
      const reason = new Error('told to end');
      const waiting: string[] = [];
      const control = new AbortController();
      const opening = bench.open({ waiting, signal: control.signal }).catch((error: unknown) => error);
      await until(() => waiting.length > 0);
      control.abort(reason);
      expect(await opening).toBe(reason);
    }),
    withBoard('outlives an interface that is pulled out', async ({ wifi, events }, { daemon }) => {
      await joined(events, home);
      await wifi.keep(home);
      daemon.unplug('wlan0');
      expect((await events.next(joinMs)).kind).toBe('disconnected');
      daemon.plug({ name: 'wlan0' });
      expect((await events.next(joinMs)).kind).toBe('got-ip');
      await wifi.station.scan({ passive: false, dwellMs: 0 });
    }),
  ];
}
