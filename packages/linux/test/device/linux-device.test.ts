import { connectBle, DeviceSession, type OpenTransport, Provisioner, type ProvisionStep } from '@esp-prov/client';
import { isProvisioningError, ProvisioningError, utf8 } from '@esp-prov/protocol';
import { type ManualClock, type MemoryRadio, manualClock, memoryRadio } from '@esp-prov/testing';
import { describe, expect, it } from 'vitest';
import type { LinuxDevice, LinuxDeviceEvent, LinuxDeviceOptions } from '../../src/device/linux-device.ts';
import { runLinuxDevice } from '../../src/device/run-linux-device.ts';
import { ModelDisk } from '../state/model-disk.ts';
import { FakeBoardWifi, type FakeBoardWifiOptions, heardNetwork, joinsWith } from '../support/fake-board-wifi.ts';
import { fakeParts } from '../support/fake-parts.ts';

const home = heardNetwork('home');
const work = heardNetwork('work', { rssi: -70 });
const networks = [home, work];

/** A board on which nothing is real, and the client in front of it. */
interface Bench {
  readonly clock: ManualClock;
  readonly radio: MemoryRadio;
  readonly disk: ModelDisk;
  /** The Wi-Fi service of the present start. */
  wifi: FakeBoardWifi;
  device: LinuxDevice;
  readonly log: string[];
  /** Kinds of the events of the present start, such as `offering unprovisioned`. */
  readonly events: string[];
  /** Starts the board, again where it has run. */
  start(options?: LinuxDeviceOptions, wifi?: FakeBoardWifiOptions, bootId?: string): Promise<void>;
  /** Ends the device well. */
  end(): Promise<void>;
  /** Ends the program without a word, as SIGKILL does. */
  kill(): void;
  provisioner(password?: string): Promise<Provisioner>;
  provision(ssid: string, passphrase?: string, provisioner?: Provisioner): Promise<ProvisionStep>;
  /** Error of the next starts of Bluetooth. */
  refusal: Error | undefined;
}

function bench(): Bench {
  const clock = manualClock();
  const radio = memoryRadio({ clock });
  const made: AsyncDisposable[] = [];
  const self: Bench = {
    clock,
    radio,
    disk: new ModelDisk(),
    wifi: new FakeBoardWifi(),
    device: undefined as never,
    log: [],
    events: [],
    refusal: undefined,
    async start(options = {}, wifi = {}, bootId = 'boot') {
      self.events.length = 0;
      self.wifi = new FakeBoardWifi({ networks, outcome: joinsWith('right key', networks), ...wifi });
      const peripheral = () => {
        if (self.refusal) throw self.refusal;
        const next = radio.addPeripheral();
        made.push(next);
        return next;
      };
      const parts = fakeParts({ clock, disk: self.disk, wifi: self.wifi, peripheral, bootId, log: self.log });
      const onEvent = (event: LinuxDeviceEvent) => void self.events.push(nameOf(event));
      self.device = await clock.run(runLinuxDevice({ stateFolder: '/state', onEvent, ...options }, parts));
      await clock.advance(0);
    },
    end: () => clock.run(Promise.resolve(self.device[Symbol.asyncDispose]())),
    kill() {
      for (const peripheral of made.splice(0)) void peripheral[Symbol.asyncDispose]();
      radio.drop();
    },
    provisioner: (password = self.device.identity.pop ?? '') =>
      clock.run(
        Provisioner.connect(
          ({ signal }) => connectBle(radio.central, { name: self.device.identity.name, clock, signal }),
          { username: 'wifiprov', password, clock },
        ),
      ),
    async provision(ssid, passphrase = 'right key', provisioner) {
      const client = provisioner ?? (await self.provisioner());
      const last = async () => {
        const steps = [];
        for await (const step of client.provision({ ssid, passphrase })) steps.push(step);
        return steps.at(-1) as ProvisionStep;
      };
      return await clock.run(last());
    },
  };
  return self;
}

function nameOf(event: LinuxDeviceEvent): string {
  switch (event.kind) {
    case 'waiting':
      return `waiting for ${event.what}`;
    case 'offering':
      return `offering ${event.reason}`;
    case 'idle':
      return `idle ${event.why}`;
    case 'manager':
      return event.event.kind;
    default:
      return event.kind;
  }
}

describe('a new board', () => {
  it('is provisioned, keeps the network, and ends its offer', async () => {
    const board = bench();
    await board.start();
    expect(board.wifi.calls).toEqual(['clean up', 'forget']);
    expect(await board.provision('home')).toMatchObject({ kind: 'connected', connection: { ip4: '192.168.1.23' } });
    await board.clock.advance(5000);
    expect(board.events).toEqual([
      'ready',
      'initialized',
      'started',
      'offering unprovisioned',
      'station-config',
      'credentials-received',
      'online',
      'credentials-succeeded',
      'ended',
      'idle succeeded',
    ]);
    expect(board.wifi.calls.slice(2)).toEqual(['join home', 'keep home']);
    expect(await board.device.isProvisioned()).toBe(true);
    expect(await board.device.whenOnline()).toEqual({ ip4: '192.168.1.23' });
  });

  it('says in its log at level info nothing that its events say already', async () => {
    const board = bench();
    await board.start();
    await board.provision('home');
    await board.clock.advance(6000);
    expect(board.log.filter((line) => /^(info|warn|error) /.test(line))).toEqual([]);
    expect(board.log.some((line) => line.startsWith('debug '))).toBe(true);
  });

  it('goes on until the client that was told has gone, for some seconds', async () => {
    const board = bench();
    await board.start();
    const client = await board.provisioner();
    await board.provision('home', 'right key', client);
    await board.clock.advance(2500);
    // A slow client still reads what it was told.
    expect(board.events.at(-1)).toBe('credentials-succeeded');
    await client[Symbol.asyncDispose]();
    await board.clock.advance(0);
    expect(board.events.at(-1)).toBe('idle succeeded');
  });

  it('ends at once when it has to, also while a client is still there', async () => {
    const board = bench();
    await board.start();
    const client = await board.provisioner();
    await board.provision('home', 'right key', client);
    await board.clock.advance(1500);
    const before = board.clock.now();
    await board.end();
    expect(board.clock.now() - before).toBe(0);
    expect(board.events.at(-1)).toMatch(/^idle/);
    expect(board.wifi.calls.at(-2)).toBe('keep home');
  });

  it('is in its network after a restart, and offers nothing', async () => {
    const board = bench();
    await board.start();
    await board.provision('home');
    await board.clock.advance(5000);
    await board.end();
    expect(board.wifi.calls.at(-1)).toBe('dispose');
    await board.start();
    expect(board.wifi.calls).toEqual(['clean up', 'restore home']);
    await board.clock.advance(3_600_000);
    expect(board.events).toEqual(['ready']);
    board.wifi.setOnline(true);
    expect(await board.device.whenOnline()).toEqual({ ip4: '192.168.1.23' });
  });

  it('waits for a network of its own, not for any', async () => {
    const board = bench();
    await board.start({}, { online: true });
    let online = false;
    void board.device.whenOnline().then(() => {
      online = true;
    });
    await board.clock.advance(1000);
    expect(online).toBe(false);
    await board.provision('home');
    await board.clock.advance(5000);
    expect(online).toBe(true);
  });

  it('lets a wait for its network be broken off, and ends it at its own end', async () => {
    const board = bench();
    await board.start();
    const reason = new Error('enough');
    const controller = new AbortController();
    const broken = board.device.whenOnline({ signal: controller.signal });
    controller.abort(reason);
    await expect(broken).rejects.toBe(reason);
    const left = board.device.whenOnline().catch((error: unknown) => error);
    await board.end();
    expect(await left).toMatchObject({ code: 'manager/invalid-state' });
  });
});

describe('a wrong password', () => {
  it('is told, and other credentials are taken in the same session, without a reset', async () => {
    const board = bench();
    await board.start();
    const client = await board.provisioner();
    expect(await board.provision('home', 'wrong', client)).toMatchObject({ kind: 'failed', reason: 'auth-error' });
    expect(await board.provision('home', 'right key', client)).toMatchObject({ kind: 'connected' });
    await board.clock.advance(5000);
    expect(board.events.at(-1)).toBe('idle succeeded');
  });

  it('may be reset by the app as well', async () => {
    const board = bench();
    await board.start();
    const client = await board.provisioner();
    await board.provision('home', 'wrong', client);
    await board.clock.run(client.reset());
    expect(await board.provision('home', 'right key', client)).toMatchObject({ kind: 'connected' });
  });

  it('is not on the disk, so a restart finds a new board', async () => {
    const board = bench();
    await board.start();
    await board.provision('home', 'wrong');
    board.kill();
    await board.start();
    expect(await board.device.isProvisioned()).toBe(false);
    expect(board.events.at(-1)).toBe('offering unprovisioned');
  });

  it('leaves the network that the board had', async () => {
    const board = bench();
    await board.start();
    await board.provision('home');
    await board.clock.advance(5000);
    await board.device.offer();
    await board.clock.advance(1000);
    const client = await board.provisioner();
    await board.provision('work', 'wrong', client);
    await board.clock.run(client.reset());
    await board.clock.run(board.device.withdraw());
    expect(board.events.at(-1)).toBe('idle stopped');
    expect(board.wifi.calls.slice(-2)).toEqual(['give up', 'restore home']);
    await board.end();
    await board.start();
    expect(board.wifi.calls).toEqual(['clean up', 'restore home']);
  });
});

it('tells an absent network, and goes on', async () => {
  const board = bench();
  await board.start();
  const client = await board.provisioner();
  expect(await board.provision('elsewhere', 'x', client)).toMatchObject({
    kind: 'failed',
    reason: 'network-not-found',
  });
  expect(await board.provision('work', 'right key', client)).toMatchObject({ kind: 'connected' });
});

it('stays in its network while it offers provisioning again', async () => {
  const board = bench();
  await board.start();
  await board.provision('home');
  await board.clock.advance(5000);
  await board.device.offer();
  await board.clock.advance(1000);
  expect(board.wifi.isOnline()).toBe(true);
  await board.clock.run(board.device.withdraw());
  expect(board.wifi.isOnline()).toBe(true);
  await board.device.offer();
  await board.clock.advance(1000);
  expect(await board.provision('work')).toMatchObject({ kind: 'connected' });
  await board.clock.advance(5000);
  await board.end();
  await board.start();
  expect(board.wifi.calls).toEqual(['clean up', 'restore work']);
});

it('keeps a network that is lost again before the client has looked', async () => {
  const board = bench();
  await board.start();
  const client = await board.provisioner();
  await board.provision('home', 'right key', client);
  board.wifi.driver.report({ kind: 'disconnected', reason: 15 });
  await board.clock.advance(60_000);
  expect(await board.device.isProvisioned()).toBe(true);
  expect(board.events.at(-1)).toBe('idle succeeded');
});

describe('a reset', () => {
  async function provisioned(options: LinuxDeviceOptions = {}) {
    const board = bench();
    await board.start(options);
    await board.provision('home');
    await board.clock.advance(5000);
    return board;
  }

  it('forgets the network, here and at the Wi-Fi service, and the board offers itself', async () => {
    const board = await provisioned();
    await board.clock.run(board.device.reset());
    await board.clock.advance(1000);
    expect(board.wifi.calls.at(-1)).toBe('forget');
    expect(await board.device.isProvisioned()).toBe(false);
    expect(board.events.at(-1)).toBe('offering unprovisioned');
    expect(await board.provision('work')).toMatchObject({ kind: 'connected' });
  });

  it('in the middle of a join gives the join up: no network is kept that nobody wants any more', async () => {
    const board = bench();
    await board.start({}, { outcome: () => undefined });
    const client = await board.provisioner();
    const steps = client.provision({ ssid: 'home', passphrase: 'right key' })[Symbol.asyncIterator]();
    const asked = (async () => {
      for (;;) if ((await steps.next()).done) return;
    })().catch(() => undefined);
    await board.clock.advance(5000);
    expect(board.wifi.calls.at(-1)).toBe('join home');
    await board.clock.run(board.device.reset());
    board.wifi.driver.report({ kind: 'got-ip', connection: { ...home, ip4: '192.168.1.23' } });
    await board.clock.advance(120_000);
    await asked;
    expect(board.wifi.calls).not.toContain('keep home');
    expect(await board.device.isProvisioned()).toBe(false);
    const offers = board.events.filter((name) => /^(offering|idle)/.test(name));
    expect(offers).toEqual(['offering unprovisioned', 'idle stopped', 'offering unprovisioned']);
    await board.end();
  });

  it('counts over a power cut in its middle: the next start has the Wi-Fi service forget', async () => {
    const board = await provisioned();
    board.wifi.forget = () => new Promise(() => undefined);
    void board.device.reset().catch(() => undefined);
    await board.clock.advance(1000);
    board.kill();
    board.disk.restart({ names: 'kept', contents: 'kept' });
    await board.start();
    expect(board.wifi.calls).toEqual(['clean up', 'forget']);
  });

  it('by a client counts on a board on which nothing has failed', async () => {
    const board = await provisioned();
    await board.device.offer();
    await board.clock.advance(1000);
    const client = await board.provisioner();
    await board.clock.run(client.reset());
    expect(board.wifi.calls.at(-1)).toBe('forget');
    expect(await board.device.isProvisioned()).toBe(false);
  });
});

describe('a start policy', () => {
  it('ends an offer that nobody uses, and a demand brings it back', async () => {
    const board = bench();
    await board.start({ start: { windowMs: 60_000 } });
    await board.clock.advance(70_000);
    expect(board.events.slice(-2)).toEqual(['ended', 'idle window-over']);
    expect(isProvisioningError(await board.provisioner().catch((error) => error), 'bluetooth/not-found')).toBe(true);
    await board.device.offer();
    await board.clock.advance(1000);
    expect(board.events.at(-1)).toBe('offering demand');
    expect(await board.provision('home')).toMatchObject({ kind: 'connected' });
  });

  it('counts a client as one only once it has proven itself', async () => {
    const board = bench();
    await board.start({ start: { windowMs: 60_000 } });
    await board.clock.advance(50_000);
    await board.provisioner('guess').catch(() => undefined);
    await board.clock.advance(11_000);
    expect(board.events.at(-1)).toBe('idle window-over');
  });

  it('offers provisioning to a board that has not got into its network in the last starts', async () => {
    const board = bench();
    const options = { start: { failedBoots: 2 } };
    await board.start(options);
    await board.provision('home');
    await board.clock.advance(5000);
    for (const boot of ['two', 'three', 'four']) {
      await board.end();
      await board.start(options, {}, boot);
    }
    await board.clock.advance(1000);
    expect(board.events.at(-1)).toBe('offering failed-boots');
    board.wifi.setOnline(true);
    await board.clock.advance(5000);
    expect(board.events.at(-1)).toBe('idle online');
    await board.end();
    await board.start(options, {}, 'five');
    expect(board.events).toEqual(['ready']);
  });
});

describe('session-only', () => {
  async function ask({ radio, clock, device }: Bench) {
    const { name, pop: password } = device.identity;
    const open: OpenTransport = ({ signal }) => connectBle(radio.central, { name, clock, signal });
    await using session = await DeviceSession.connect(open, { username: 'wifiprov', password, clock });
    return await session.request('echo', utf8('still here'));
  }

  it('leaves the session and the endpoints of the application after success, and on every later start', async () => {
    const board = bench();
    const endpoints = { echo: (request: Uint8Array) => request };
    await board.start({ sessionOnly: true, endpoints });
    const client = await board.provisioner();
    await board.provision('home', 'right key', client);
    await board.clock.advance(40_000);
    expect(board.events.at(-1)).toBe('idle succeeded');
    await client[Symbol.asyncDispose]();
    expect(await board.clock.run(ask(board))).toEqual(utf8('still here'));
    await board.end();
    await board.start({ sessionOnly: true, endpoints });
    await board.clock.advance(1000);
    expect(board.events).toEqual(['ready', 'initialized', 'started']);
    expect(await board.clock.run(ask(board))).toEqual(utf8('still here'));
    await board.device.offer();
    await board.clock.advance(1000);
    expect(await board.provision('work')).toMatchObject({ kind: 'connected' });
  });
});

describe('a power cut between the proof of a network and its keeping', () => {
  it('leaves no former network in the Wi-Fi service: the next start gives it the new one, once', async () => {
    const board = bench();
    await board.start();
    await board.provision('home');
    await board.clock.advance(10_000);
    await board.device.offer();
    await board.clock.advance(1000);
    board.wifi.keep = () => new Promise(() => undefined);
    await board.provision('work');
    await board.clock.advance(1000);
    board.kill();
    board.disk.restart({ names: 'kept', contents: 'kept' });
    await board.start();
    expect(board.wifi.calls).toEqual(['clean up', 'forget', 'restore work']);
    board.kill();
    await board.start();
    expect(board.wifi.calls).toEqual(['clean up', 'restore work']);
  });
});

describe('what is missing', () => {
  const noAdapter = new ProvisioningError('bluetooth/no-adapter');

  it('is waited for, and told once', async () => {
    const board = bench();
    board.refusal = noAdapter;
    await board.start();
    await board.clock.advance(60_000);
    expect(board.events.filter((name) => name.startsWith('waiting'))).toEqual(['waiting for a Bluetooth adapter']);
    board.refusal = undefined;
    await board.clock.advance(6000);
    expect(board.events.at(-1)).toBe('offering unprovisioned');
  });

  it('does not hold up a withdrawal, nor the end', async () => {
    const board = bench();
    board.refusal = noAdapter;
    await board.start();
    await board.clock.advance(1000);
    await board.clock.run(board.device.withdraw());
    await board.device.offer();
    await board.end();
    expect(board.events).not.toContain('offering unprovisioned');
  });

  it('is tried again a minute later where no change of it can be seen', async () => {
    const board = bench();
    board.refusal = new ProvisioningError('bluetooth/refused');
    await board.start();
    await board.clock.advance(1000);
    expect(board.events.at(-1)).toBe('idle failed');
    board.refusal = undefined;
    await board.clock.advance(60_000);
    expect(board.events.at(-1)).toBe('offering unprovisioned');
  });
});

it('a start of the transport that takes its time is broken off by the end of the device', async () => {
  const clock = manualClock();
  const parts = fakeParts({
    clock,
    disk: new ModelDisk(),
    wifi: new FakeBoardWifi(),
    peripheral: () => memoryRadio({ clock }).addPeripheral(),
  });
  let refuse: (error: Error) => void = () => undefined;
  const device = await clock.run(
    runLinuxDevice(
      { stateFolder: '/state' },
      {
        ...parts,
        openTransport: async ({ wifi }) => ({
          transport: {
            start: () =>
              new Promise((_, reject) => {
                refuse = reject;
              }),
            [Symbol.asyncDispose]: async () => undefined,
          },
          station: wifi.station,
          cancelStart: () => refuse(new Error('broken off')),
          watch: async () => ({
            changed: () => Promise.reject(new Error('nothing is waited for')),
            [Symbol.asyncDispose]: async () => undefined,
          }),
        }),
      },
    ),
  );
  await clock.advance(1000);
  await device[Symbol.asyncDispose]();
});

describe('a part that fails', () => {
  it('is logged, and the network is kept all the same', async () => {
    const board = bench();
    await board.start();
    board.wifi.keep = () => Promise.reject(new ProvisioningError('board/refused', 'not on the disk'));
    await board.provision('home');
    await board.clock.advance(5000);
    expect(board.log.join('\n')).toContain('not on the disk');
    expect(board.events.at(-1)).toBe('idle succeeded');
    board.kill();
    await board.start();
    expect(board.wifi.calls).toEqual(['clean up', 'forget', 'restore home']);
  });

  it('is a listener too', async () => {
    const board = bench();
    const onEvent = () => {
      throw new Error('mine');
    };
    await board.start({ onEvent });
    await board.provision('home');
    await board.clock.advance(5000);
    expect(await board.device.isProvisioned()).toBe(true);
    expect(board.log.join('\n')).toContain('a listener failed on offering: Error: mine');
  });

  it('at the start puts away what was opened', async () => {
    const board = bench();
    board.disk.put('/state/identity.json', 'damaged');
    const error = await board.start().catch((failure: unknown) => failure);
    expect(error).toMatchObject({ code: 'board/state-damaged' });
    expect(board.wifi.calls).toEqual(['dispose']);
  });
});

it('hands the first watcher what came before it', async () => {
  const board = bench();
  await board.start();
  const [first, second]: [string[], string[]] = [[], []];
  board.device.watch((event) => first.push(nameOf(event)));
  board.device.watch((event) => second.push(nameOf(event)));
  expect(first).toEqual(board.events);
  expect(second).toEqual([]);
});

it('ends for good', async () => {
  const board = bench();
  await board.start();
  await board.end();
  await board.device[Symbol.asyncDispose]();
  expect(board.events.at(-1)).toBe('idle stopped');
  await expect(board.device.offer()).rejects.toMatchObject({ code: 'manager/invalid-state' });
  expect(board.wifi.calls.filter((call) => call === 'dispose')).toHaveLength(1);
});
