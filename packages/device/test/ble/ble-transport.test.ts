import {
  type Bytes,
  builtInEndpoints,
  decodeUtf8,
  expandUuid,
  isProvisioningError,
  ProvisioningError,
  userDescriptionUuid,
  utf8,
} from '@esp-prov/protocol';
import { type ManualClock, type MemoryRadio, manualClock, memoryRadio } from '@esp-prov/testing';
import { describe, expect, test } from 'vitest';
import {
  type BleDeviceOptions,
  type BleHost,
  bleDeviceTransport,
  type DeviceTransport,
  type LocalService,
  type Requests,
} from '../../src/index.ts';

type GattConnection = Awaited<ReturnType<MemoryRadio['central']['connect']>>;
type RemoteCharacteristic = GattConnection['services'][number]['characteristics'][number];

const hosts: readonly BleHost[] = ['nimble', 'bluedroid'];
const custom = { name: 'custom-data', slot: 0xff54, kind: 'request' } as const;

/** A dispatcher that remembers; it answers with as many bytes as the request says, and refuses `no`. */
class TestRequests implements Requests {
  readonly events: string[] = [];
  /** Set: the next request waits for it. */
  hold: Promise<void> | undefined;

  open(peer: number): void {
    this.events.push(`open ${peer}`);
  }

  close(peer: number): void {
    this.events.push(`close ${peer}`);
  }

  async handle(peer: number, endpoint: string, request: Uint8Array): Promise<Bytes> {
    const text = decodeUtf8(request) ?? '';
    this.events.push(`${endpoint} ${peer} ${text.slice(0, 8)}`);
    await this.hold;
    if (text === 'no') throw new ProvisioningError('session/not-established');
    if (text === 'fail') throw new Error('a fault of the application');
    return /^\d+$/.test(text) ? new Uint8Array(Number(text)).fill(7) : Uint8Array.from(request);
  }
}

interface Bench {
  readonly clock: ManualClock;
  readonly radio: MemoryRadio;
  readonly requests: TestRequests;
  readonly transport: DeviceTransport;
  readonly lines: string[];
  connect(): Promise<GattConnection>;
}

async function bench(options: BleDeviceOptions = {}): Promise<Bench> {
  const clock = manualClock();
  const radio = memoryRadio({ clock });
  const requests = new TestRequests();
  const lines: string[] = [];
  const log: BleDeviceOptions['log'] = (level, tag, text) => lines.push(`${level} ${tag}: ${text}`);
  const transport = bleDeviceTransport(radio.peripheral, { clock, log, ...options });
  await transport.start({ name: 'PROV_TEST', endpoints: [...builtInEndpoints, custom] }, requests);
  return { clock, radio, requests, transport, lines, connect: () => clock.run(found(radio)) };
}

async function found({ central }: MemoryRadio): Promise<GattConnection> {
  for await (const { id } of central.scan({})) return await central.connect(id);
  throw new Error('nobody is there');
}

function endpoint(connection: GattConnection, slot = 0xff52): RemoteCharacteristic {
  const digits = slot.toString(16);
  const found = connection.services[0]?.characteristics.find(({ uuid }) => uuid.slice(4, 8) === digits);
  if (!found) throw new Error(`no characteristic ${digits}`);
  return found;
}

/** Returns the number of the ATT error by which `task` is refused; undefined when it is not. */
async function attError(task: Promise<unknown>): Promise<unknown> {
  return await task.then(
    () => undefined,
    (error: unknown) => (isProvisioningError(error, 'gatt/refused') ? error.details.attError : error),
  );
}

/** Whether a scan hears the device. */
async function isHeard({ clock, radio }: Pick<Bench, 'clock' | 'radio'>): Promise<boolean> {
  const end = new AbortController();
  const listen = async () => {
    for await (const _device of radio.addCentral().scan({}, { signal: end.signal })) return true;
    return false;
  };
  const heard = listen().catch(() => false);
  await clock.advance(1000);
  end.abort();
  return await heard;
}

describe('the attributes', () => {
  test('are one characteristic for each endpoint, in order, with its slot and its name', async () => {
    const { connect } = await bench();
    const [service] = (await connect()).services;
    expect(service?.uuid).toBe('021a9004-0382-4aea-bff4-6b3f1c5adfb4');
    const found = await Promise.all(
      (service?.characteristics ?? []).map(async ({ uuid, descriptors }) => [
        uuid,
        descriptors.map((each) => each.uuid),
      ]),
    );
    expect(found).toEqual(
      ['ff4f', 'ff50', 'ff51', 'ff52', 'ff53', 'ff54'].map((slot) => [
        `021a${slot}-0382-4aea-bff4-6b3f1c5adfb4`,
        [userDescriptionUuid],
      ]),
    );
    const names: (string | undefined)[] = [];
    for (const { descriptors } of service?.characteristics ?? []) {
      names.push(decodeUtf8((await descriptors[0]?.read()) ?? new Uint8Array(0)));
    }
    expect(names).toEqual(['prov-ctrl', 'prov-scan', 'prov-session', 'prov-config', 'proto-ver', 'custom-data']);
  });

  test('of a service of the application derive from it, in lower case', async () => {
    const { connect } = await bench({ service: 'AAAAAAAA-BBBB-CCCC-DDDD-EEEEEEEEEEEE' });
    const [service] = (await connect()).services;
    expect(service?.uuid).toBe('aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee');
    expect(service?.characteristics[2]?.uuid).toBe('aaaaff51-bbbb-cccc-dddd-eeeeeeeeeeee');
  });

  test('of firmware v3.2.0 have 16-bit UUIDs and no names', async () => {
    const service = 'aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee';
    const { connect } = await bench({ service, shortUuids: true, descriptions: false });
    const [found] = (await connect()).services;
    expect(found?.uuid).toBe(service);
    expect(found?.characteristics[2]).toMatchObject({ uuid: expandUuid(0xff51), descriptors: [] });
  });

  test('may notify, and may need an encrypted link', async () => {
    const offered: LocalService[] = [];
    const clock = manualClock();
    const { peripheral } = memoryRadio({ clock });
    const serve = peripheral.serve.bind(peripheral);
    peripheral.serve = async (service, links) => {
      offered.push(service);
      await serve(service, links);
    };
    const transport = bleDeviceTransport(peripheral, { clock, notify: true, encrypted: true });
    await transport.start({ name: 'PROV_TEST', endpoints: [custom] }, new TestRequests());
    expect(offered[0]?.characteristics[0]).toMatchObject({ notify: true, encrypted: true });
    const { radio, connect } = await bench({ encrypted: true });
    const config = endpoint(await connect());
    await config.write(utf8('x'));
    radio.air.pairs = false;
    await expect(config.write(utf8('x'))).rejects.toMatchObject({ code: 'bluetooth/pairing-failed' });
  });
});

describe.each(hosts)('over %s', (host) => {
  test('a write is a request, and what is read is its answer, as often as it is read', async () => {
    const { connect, requests } = await bench({ host });
    const config = endpoint(await connect());
    expect(await config.read()).toEqual(new Uint8Array(0));
    await config.write(utf8('hello'));
    expect([await config.read(), await config.read()]).toEqual([utf8('hello'), utf8('hello')]);
    expect(requests.events).toEqual(['open 1', 'prov-config 1 hello']);
  });

  test('each endpoint keeps its own answer', async () => {
    const { connect } = await bench({ host });
    const connection = await connect();
    await endpoint(connection, 0xff52).write(utf8('config'));
    await endpoint(connection, 0xff53).write(utf8('version'));
    expect(await endpoint(connection, 0xff52).read()).toEqual(utf8('config'));
    await endpoint(connection, 0xff52).write(utf8('0'));
    expect((await endpoint(connection, 0xff52).read()).length).toBe(0);
    expect(await endpoint(connection, 0xff53).read()).toEqual(utf8('version'));
  });

  test('a session begins with the link and ends with it, and nothing of it is left to read', async () => {
    const { connect, requests } = await bench({ host });
    const first = await connect();
    await endpoint(first).write(utf8('secret'));
    await first[Symbol.asyncDispose]();
    const second = await connect();
    expect(requests.events).toEqual(['open 1', 'prov-config 1 secret', 'close 1', 'open 2']);
    expect((await endpoint(second).read()).length).toBe(0);
  });

  test('releases before v5.5.5 keep the last answer for the next client', async () => {
    const { connect } = await bench({ host, rules: { keepsLastValue: true } });
    const first = await connect();
    await endpoint(first).write(utf8('secret'));
    await first[Symbol.asyncDispose]();
    expect(await endpoint(await connect()).read()).toEqual(utf8('secret'));
  });

  test.each([false, true])('the answer to a client that left meanwhile is kept: %s', async (keepsLastValue) => {
    const { connect, requests, radio, clock } = await bench({ host, rules: { keepsLastValue } });
    let release: () => void = () => undefined;
    requests.hold = new Promise((resolve) => {
      release = resolve;
    });
    const write = attError(endpoint(await connect()).write(utf8('late')));
    await clock.advance(10);
    radio.drop();
    expect(await write).toMatchObject({ code: 'link/lost' });
    release();
    await clock.advance(10);
    expect(await endpoint(await connect()).read()).toEqual(utf8(keepsLastValue ? 'late' : ''));
  });

  test('it is heard while nobody is connected, again after a lost link, and not once it is closed', async () => {
    const b = await bench({ host });
    expect(await isHeard(b)).toBe(true);
    await b.connect();
    expect(await isHeard(b)).toBe(false);
    b.radio.drop();
    expect(await isHeard(b)).toBe(true);
    await b.transport[Symbol.asyncDispose]();
    expect(await isHeard(b)).toBe(false);
  });
});

describe('a refusal', () => {
  test('of NimBLE is ATT error 4, and the link stays', async () => {
    const { connect, clock, lines } = await bench({ host: 'nimble' });
    const connection = await connect();
    await endpoint(connection).write(utf8('kept'));
    expect(await attError(endpoint(connection).write(utf8('no')))).toBe(0x04);
    expect(await attError(endpoint(connection).write(utf8('fail')))).toBe(0x04);
    await clock.advance(10_000);
    expect(connection.lost.aborted).toBe(false);
    expect(await endpoint(connection).read()).toEqual(utf8('kept'));
    const write = (length: number) =>
      `debug protocomm_nimble: Write attempt for uuid = 021aff52-0382-4aea-bff4-6b3f1c5adfb4, attr_handle = 21, data_len = ${length}`;
    expect(lines).toEqual([
      'info protocomm_nimble: BLE Host Task Started',
      'verbose protocomm_nimble: Waiting for client to connect ......',
      'debug protocomm_nimble: Inside BLE connect w/ conn_id - 1',
      write(4),
      write(2),
      'error protocomm_nimble: Invalid content received, killing connection',
      write(4),
      'error protocomm_nimble: Invalid content received, killing connection',
      'debug protocomm_nimble: Read attempted for characteristic UUID = 021aff52-0382-4aea-bff4-6b3f1c5adfb4, attr_handle = 21',
    ]);
  });

  test('of Bluedroid is its own number, and then the link ends', async () => {
    const b = await bench({ host: 'bluedroid' });
    const connection = await b.connect();
    expect(await attError(endpoint(connection).write(utf8('no')))).toBe(0x85);
    await b.clock.advance(100);
    expect(connection.lost.aborted).toBe(true);
    expect(b.requests.events.at(-1)).toBe('close 1');
    expect(await isHeard(b)).toBe(true);
  });
});

describe('a refusal of Bluedroid before v5.5.5', () => {
  test('is the end of the link at once, without a number', async () => {
    const b = await bench({ host: 'bluedroid', rules: { refusal: undefined } });
    const connection = await b.connect();
    const refused = await endpoint(connection)
      .write(utf8('no'))
      .catch((error: unknown) => error);
    expect(isProvisioningError(refused) && refused.code).toBe('link/lost');
    expect(connection.lost.aborted).toBe(true);
    expect(b.requests.events.at(-1)).toBe('close 1');
    expect(await isHeard(b)).toBe(true);
  });

  test('is without a number also where the platform takes its time to end a link', async () => {
    const clock = manualClock();
    const radio = memoryRadio({ clock });
    const { peripheral } = radio;
    const slow = {
      serve: peripheral.serve.bind(peripheral),
      advertise: peripheral.advertise.bind(peripheral),
      stopAdvertising: peripheral.stopAdvertising.bind(peripheral),
      async disconnect(peer: number) {
        await clock.sleep(500);
        await peripheral.disconnect(peer);
      },
      [Symbol.asyncDispose]: peripheral[Symbol.asyncDispose].bind(peripheral),
    };
    const transport = bleDeviceTransport(slow, { clock, host: 'bluedroid', rules: { refusal: undefined } });
    await transport.start({ name: 'PROV_TEST', endpoints: [...builtInEndpoints, custom] }, new TestRequests());
    const connection = await clock.run(found(radio));
    const refused = await clock.run(attError(endpoint(connection).write(utf8('no'))));
    expect(isProvisioningError(refused) && refused.code).toBe('link/lost');
  });
});

describe('lengths', () => {
  test.each([
    ['nimble', 512],
    ['bluedroid', 481],
  ] as const)('of %s: requests and answers have at most %i bytes', async (host, longest) => {
    const { connect, requests, clock } = await bench({ host });
    const connection = await connect();
    const config = endpoint(connection);
    await config.write(new Uint8Array(longest).fill(0x61));
    expect((await config.read()).length).toBe(longest);
    await config.write(utf8(`${longest}`));
    expect((await config.read()).length).toBe(longest);
    const handled = requests.events.length;
    expect(await attError(config.write(new Uint8Array(longest + 1)))).toBe(0x0d);
    expect(requests.events).toHaveLength(handled);
    expect(await attError(config.write(utf8(`${longest + 1}`)))).toBe(0x0d);
    expect((await config.read()).length).toBe(longest);
    await clock.advance(1000);
    expect(connection.lost.aborted).toBe(false);
  });

  test('of Bluedroid without security 2 are 257 bytes', async () => {
    const { connect } = await bench({ host: 'bluedroid', rules: { maxValue: 257 } });
    const config = endpoint(await connect());
    await config.write(new Uint8Array(257));
    expect(await attError(config.write(new Uint8Array(258)))).toBe(0x0d);
  });

  test('that are too long for an answer were cut by NimBLE, and left the value before in Bluedroid', async () => {
    const cut = endpoint(await (await bench({ rules: { longAnswer: 'cut' } })).connect());
    await cut.write(utf8('600'));
    expect(await cut.read()).toEqual(new Uint8Array(512).fill(7));
    const dropped = await bench({ host: 'bluedroid', rules: { longAnswer: 'dropped' } });
    const config = endpoint(await dropped.connect());
    await config.write(utf8('before'));
    await config.write(utf8('600'));
    expect(await config.read()).toEqual(utf8('before'));
  });

  test('of zero are taken without effect by NimBLE, refused by Bluedroid, and handled by older ones', async () => {
    const outcomes: unknown[] = [];
    const empty: readonly BleDeviceOptions[] = [
      { host: 'nimble' },
      { host: 'bluedroid' },
      { host: 'bluedroid', rules: { emptyWrite: 'handled' } },
    ];
    for (const options of empty) {
      const { connect, requests } = await bench(options);
      const config = endpoint(await connect());
      await config.write(utf8('before'));
      outcomes.push([
        await attError(config.write(new Uint8Array(0))),
        decodeUtf8(await config.read()),
        requests.events.length,
      ]);
    }
    expect(outcomes).toEqual([
      [undefined, 'before', 2],
      [0x0d, 'before', 2],
      [undefined, '', 3],
    ]);
  });
});

describe('the end of the service', () => {
  test('ends the link and the session, and leaves nothing on', async () => {
    const b = await bench();
    const connection = await b.connect();
    await b.transport[Symbol.asyncDispose]();
    await b.transport[Symbol.asyncDispose]();
    expect(connection.lost.aborted).toBe(true);
    expect(b.requests.events).toEqual(['open 1', 'close 1']);
    await expect(b.radio.peripheral.stopAdvertising()).resolves.toBeUndefined();
    await expect(b.radio.peripheral.advertise({ name: 'x', service: 'y' })).rejects.toMatchObject({
      code: 'link/closed',
    });
  });

  test.each([
    ['disconnect', true],
    ['stay-connected', false],
  ] as const)('may keep Bluetooth on: %s', async (afterStop, ends) => {
    const b = await bench({ afterStop });
    const connection = await b.connect();
    await endpoint(connection).write(utf8('secret'));
    await b.transport[Symbol.asyncDispose]();
    expect(b.transport.ble).toEqual({ staysOn: true });
    expect(connection.lost.aborted).toBe(ends);
    expect(await isHeard(b)).toBe(false);
    // The session is over in any case; what is left of the attributes does not answer.
    expect(b.requests.events.at(-1)).toBe('close 1');
    if (!ends) {
      expect((await endpoint(connection).read()).length).toBe(0);
      expect(await attError(endpoint(connection).write(utf8('x')))).toBe(0x0e);
    }
    expect(b.requests.events).toHaveLength(3);
    await b.radio.peripheral[Symbol.asyncDispose]();
    expect(connection.lost.aborted).toBe(true);
  });

  test('calls off the end of a link that a refusal had begun', async () => {
    const b = await bench({ host: 'bluedroid', afterStop: 'stay-connected' });
    const connection = await b.connect();
    await attError(endpoint(connection).write(utf8('no')));
    await b.transport[Symbol.asyncDispose]();
    await b.clock.advance(1000);
    expect(connection.lost.aborted).toBe(false);
    expect(b.lines.filter((line) => line.includes('could not be ended'))).toEqual([]);
  });
});

describe('a start', () => {
  test('with a name that does not fit changes nothing on the air', async () => {
    const clock = manualClock();
    const radio = memoryRadio({ clock });
    const transport = bleDeviceTransport(radio.peripheral, { clock });
    const started = transport.start({ name: 'N'.repeat(30), endpoints: builtInEndpoints }, new TestRequests());
    await expect(started).rejects.toMatchObject({ code: 'bluetooth/invalid-name' });
    expect(await isHeard({ clock, radio })).toBe(false);
    await transport.start({ name: 'PROV_TEST', endpoints: builtInEndpoints }, new TestRequests());
    expect(await isHeard({ clock, radio })).toBe(true);
  });

  test('that fails half-way leaves nothing on once it is closed', async () => {
    const { peripheral } = memoryRadio();
    let closed = 0;
    const broken = {
      serve: peripheral.serve.bind(peripheral),
      advertise: () => Promise.reject(new ProvisioningError('bluetooth/powered-off')),
      stopAdvertising: peripheral.stopAdvertising.bind(peripheral),
      disconnect: peripheral.disconnect.bind(peripheral),
      [Symbol.asyncDispose]: async () => {
        closed++;
      },
    };
    const transport = bleDeviceTransport(broken);
    const started = transport.start({ name: 'PROV_TEST', endpoints: builtInEndpoints }, new TestRequests());
    await expect(started).rejects.toMatchObject({ code: 'bluetooth/powered-off' });
    await transport[Symbol.asyncDispose]();
    expect(closed).toBe(1);
  });

  test('after an end needs another peripheral, which a function makes', async () => {
    const b = await bench();
    await b.transport[Symbol.asyncDispose]();
    const again = b.transport.start({ name: 'PROV_TEST', endpoints: builtInEndpoints }, b.requests);
    await expect(again).rejects.toMatchObject({ code: 'manager/invalid-state' });
    const transport = bleDeviceTransport(async () => b.radio.addPeripheral(), { clock: b.clock });
    for (let i = 0; i < 2; i++) {
      await transport.start({ name: 'PROV_TEST', endpoints: builtInEndpoints }, b.requests);
      expect(await isHeard(b)).toBe(true);
      await transport[Symbol.asyncDispose]();
    }
  });
});

test('a second central is sent away where the platform let it in', async () => {
  const gone: number[] = [];
  const requests = new TestRequests();
  let links: { connected(peer: number): void; disconnected(peer: number): void } | undefined;
  let write: ((peer: number, value: Bytes) => Promise<void>) | undefined;
  const transport = bleDeviceTransport({
    serve: async (service, listener) => {
      links = listener;
      write = service.characteristics[3]?.write;
    },
    advertise: async () => undefined,
    stopAdvertising: async () => undefined,
    disconnect: async (peer) => {
      gone.push(peer);
    },
    [Symbol.asyncDispose]: async () => undefined,
  });
  await transport.start({ name: 'PROV_TEST', endpoints: builtInEndpoints }, requests);
  links?.connected(1);
  links?.connected(2);
  await Promise.resolve();
  expect(gone).toEqual([2]);
  await expect(write?.(2, utf8('x'))).rejects.toMatchObject({ name: 'AttError', code: 0x0e });
  links?.disconnected(2);
  await write?.(1, utf8('x'));
  expect(requests.events).toEqual(['open 1', 'prov-config 1 x']);
});

test('a central that the platform reports only by its write has a session', async () => {
  const requests = new TestRequests();
  let write: ((peer: number, value: Bytes) => Promise<void>) | undefined;
  const transport = bleDeviceTransport({
    serve: async (service) => {
      write = service.characteristics[3]?.write;
    },
    advertise: async () => undefined,
    stopAdvertising: async () => undefined,
    disconnect: async () => undefined,
    [Symbol.asyncDispose]: async () => undefined,
  });
  await transport.start({ name: 'PROV_TEST', endpoints: builtInEndpoints }, requests);
  await write?.(5, utf8('x'));
  expect(requests.events).toEqual(['open 5', 'prov-config 5 x']);
});
