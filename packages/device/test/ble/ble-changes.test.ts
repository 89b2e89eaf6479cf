import {
  type Bytes,
  builtInEndpoints,
  type EndpointInfo,
  isProvisioningError,
  ProvisioningError,
  utf8,
} from '@esp-prov/protocol';
import { type ManualClock, type MemoryRadio, manualClock, memoryRadio } from '@esp-prov/testing';
import { describe, expect, test } from 'vitest';
import {
  type BleHost,
  type BlePeripheral,
  bleDeviceTransport,
  type DeviceTransport,
  type HostRules,
  hostRules,
  type Requests,
} from '../../src/index.ts';

type GattConnection = Awaited<ReturnType<MemoryRadio['central']['connect']>>;

const hosts: readonly BleHost[] = ['nimble', 'bluedroid'];
const custom: EndpointInfo = { name: 'custom-data', slot: 0xff54, kind: 'request' };
const lasting = [...builtInEndpoints.filter(({ name }) => /session|ver/.test(name)), custom];
const provisioning = builtInEndpoints.filter(({ name }) => !lasting.some((each) => each.name === name));
const all = [...lasting, ...provisioning];

/** A dispatcher that has the endpoints of the moment, and answers by the name of the endpoint. */
class ChangingRequests implements Requests {
  readonly events: string[] = [];
  offered: readonly EndpointInfo[] = all;
  hold: Promise<void> | undefined;

  open(peer: number): void {
    this.events.push(`open ${peer}`);
  }

  close(peer: number): void {
    this.events.push(`close ${peer}`);
  }

  async handle(_peer: number, endpoint: string): Promise<Bytes> {
    const isThere = this.offered.some(({ name }) => name === endpoint);
    await this.hold;
    if (!isThere) throw new ProvisioningError('endpoint/not-found');
    return utf8(endpoint);
  }
}

interface Bench {
  readonly clock: ManualClock;
  readonly radio: MemoryRadio;
  readonly requests: ChangingRequests;
  readonly transport: DeviceTransport;
  readonly link: GattConnection;
  readonly lines: string[];
  change(endpoints: readonly EndpointInfo[]): Promise<void>;
  connect(): Promise<GattConnection>;
}

async function bench(
  rules: Partial<HostRules> = {},
  {
    host = 'nimble',
    from = all,
    peripheral = (inner) => inner,
  }: {
    readonly host?: BleHost;
    readonly from?: readonly EndpointInfo[];
    readonly peripheral?: (inner: BlePeripheral) => BlePeripheral;
  } = {},
): Promise<Bench> {
  const clock = manualClock();
  const radio = memoryRadio({ clock });
  const requests = new ChangingRequests();
  requests.offered = from;
  const lines: string[] = [];
  const transport = bleDeviceTransport(peripheral(radio.peripheral), {
    host,
    rules,
    clock,
    log: (level, tag, text) => lines.push(`${level} ${tag}: ${text}`),
  });
  await transport.start({ name: 'PROV_TEST', endpoints: from }, requests);
  const find = async () => {
    for await (const { id } of radio.central.scan({})) return await radio.central.connect(id);
    throw new Error('nobody is there');
  };
  const connect = () => clock.run(find());
  const change = async (endpoints: readonly EndpointInfo[]) => {
    requests.offered = endpoints;
    await transport.change?.(endpoints);
  };
  return { clock, radio, requests, transport, link: await connect(), lines, change, connect };
}

function slots({ services }: GattConnection): string[] {
  return services[0]?.characteristics.map(({ uuid }) => uuid.slice(4, 8)) ?? [];
}

function endpoint({ services }: GattConnection, slot: string) {
  const found = services[0]?.characteristics.find(({ uuid }) => uuid.slice(4, 8) === slot);
  if (!found) throw new Error(`no characteristic ${slot}`);
  return found;
}

async function exchange(link: GattConnection, slot: string): Promise<string | number | undefined> {
  try {
    await endpoint(link, slot).write(utf8('x'));
    return new TextDecoder().decode(await endpoint(link, slot).read());
  } catch (error) {
    if (!isProvisioningError(error, 'gatt/refused')) throw error;
    return error.details.attError as number | undefined;
  }
}

async function isHeard({ clock, radio }: Bench): Promise<boolean> {
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

const lastingSlots = ['ff51', 'ff53', 'ff54'];
const allSlots = [...lastingSlots, 'ff4f', 'ff50', 'ff52'];

describe.each(hosts)('endpoints that go, as %s has it', (host) => {
  test('leave their characteristics, which refuse; the rest of the link goes on', async () => {
    const { link, change, requests } = await bench({ closesAfterRefusal: false }, { host });
    expect(slots(link)).toEqual(allSlots);
    await change(lasting);
    expect(slots(link)).toEqual(allSlots);
    expect(await exchange(link, 'ff52')).toBe(hostRules[host].refusal);
    expect(await exchange(link, 'ff54')).toBe('custom-data');
    expect(requests.events).toEqual(['open 1']);
    expect(link.lost.aborted).toBe(false);
  });

  test('leave the answer of before readable: the client reads it in a second step', async () => {
    const { link, change } = await bench({}, { host });
    await endpoint(link, 'ff52').write(utf8('x'));
    await change(lasting);
    expect(new TextDecoder().decode(await endpoint(link, 'ff52').read())).toBe('prov-config');
  });
});

test('Bluedroid ends the link of a client that asks for what is gone', async () => {
  const { link, change, clock } = await bench({}, { host: 'bluedroid' });
  await change(lasting);
  expect(await exchange(link, 'ff52')).toBe(0x85);
  await clock.advance(50);
  expect(link.lost.aborted).toBe(true);
});

describe('attributes that go with their endpoints', () => {
  const rules = { removesAttributes: true };

  test('are gone for a client that is told, on a link that stays', async () => {
    const { link, change } = await bench(rules);
    const config = endpoint(link, 'ff52');
    await change(lasting);
    expect(slots(link)).toEqual(lastingSlots);
    await expect(config.write(utf8('x'))).rejects.toMatchObject({ details: { attError: 0x01 } });
    await expect(config.read()).rejects.toMatchObject({ details: { attError: 0x01 } });
    await expect(config.descriptors[0]?.read()).rejects.toMatchObject({ details: { attError: 0x01 } });
    expect(await exchange(link, 'ff54')).toBe('custom-data');
  });

  test('are still known to a client of a release that tells nobody, and refuse it', async () => {
    const { link, change, connect } = await bench({ ...rules, tellsChanges: false });
    await change(lasting);
    expect(slots(link)).toEqual(allSlots);
    expect(await exchange(link, 'ff52')).toBe(0x01);
    await link[Symbol.asyncDispose]();
    expect(slots(await connect())).toEqual(lastingSlots);
  });

  test('answer the request that came before them', async () => {
    const { link, change, requests, clock } = await bench(rules);
    let release: () => void = () => undefined;
    requests.hold = new Promise((resolve) => {
      release = resolve;
    });
    const write = endpoint(link, 'ff52').write(utf8('x'));
    await clock.advance(0);
    await change(lasting);
    release();
    await write;
  });

  test('come back at the end, with a handle that no other has had', async () => {
    const { link, change, lines } = await bench(rules);
    await change(lasting);
    await change(all);
    expect(slots(link)).toEqual(allSlots);
    expect(await exchange(link, 'ff52')).toBe('prov-config');
    // Behind six others, of three each, from 12 on, and the two that came back with it.
    expect(lines.filter((line) => line.includes('attr_handle = 36'))).not.toEqual([]);
  });

  test('stay, and refuse, where the peripheral cannot take them away', async () => {
    const fixed = (inner: BlePeripheral): BlePeripheral => ({
      serve: (service, links) => inner.serve(service, links),
      advertise: (advertisement) => inner.advertise(advertisement),
      stopAdvertising: () => inner.stopAdvertising(),
      disconnect: (peer) => inner.disconnect(peer),
      [Symbol.asyncDispose]: () => inner[Symbol.asyncDispose](),
    });
    const { link, change } = await bench(rules, { peripheral: fixed });
    await change(lasting);
    expect(await exchange(link, 'ff52')).toBe(hostRules.nimble.refusal);
    const other = await bench(rules, { peripheral: fixed, from: lasting });
    // Not half of it: another try is refused too.
    for (const _ of [1, 2]) await expect(other.change(all)).rejects.toMatchObject({ code: 'manager/invalid-state' });
  });
});

describe('endpoints that come', () => {
  test('bring their characteristics behind the others, whatever the host keeps', async () => {
    const { link, change } = await bench({}, { from: lasting });
    expect(slots(link)).toEqual(lastingSlots);
    await change(all);
    expect(slots(link)).toEqual(allSlots);
    expect(await exchange(link, 'ff52')).toBe('prov-config');
    // They stayed when they went, so nothing changes when they come again.
    await change(lasting);
    await change(all);
    expect(slots(link)).toEqual(allSlots);
  });
});

describe('a service that is not advertised for a time', () => {
  test('is not heard after a client has left, until it is advertised again', async () => {
    const made = await bench();
    await made.transport.advertise?.(false);
    expect(await exchange(made.link, 'ff54')).toBe('custom-data');
    await made.link[Symbol.asyncDispose]();
    expect(await isHeard(made)).toBe(false);
    await made.transport.advertise?.(true);
    expect(await isHeard(made)).toBe(true);
  });

  test('has nothing to advertise once it has ended', async () => {
    const made = await bench();
    await made.transport[Symbol.asyncDispose]();
    await made.transport.advertise?.(true);
    await made.transport.change?.(all);
    expect(await isHeard(made)).toBe(false);
  });
});
