import { Provisioner, type ReconnectPolicy } from '@esp-prov/client';
import type { BleHost } from '@esp-prov/device';
import { bleServiceUuids, characteristicUuid, utf8 } from '@esp-prov/protocol';
import { describe, expect, test } from 'vitest';
import type { RadioFault, RadioOperation } from '../src/index.ts';
import { radioTown } from './support/radio-town.ts';
import { passphrase, pop, type SchemeName, schemes, ssid } from './support/town.ts';

const hosts: readonly BleHost[] = ['nimble', 'bluedroid'];
const schemeNames = Object.keys(schemes) as SchemeName[];
const cases = hosts.flatMap((host) => schemeNames.map((scheme) => ({ host, scheme })));

const uuidOf = (slot: number) => characteristicUuid(bleServiceUuids.example, slot);
const session = uuidOf(0xff51);
const config = uuidOf(0xff52);

/** Returns the operations of a run without faults. */
async function plainRun(scheme: SchemeName, host: BleHost): Promise<RadioOperation[]> {
  const operations: RadioOperation[] = [];
  const town = radioTown(scheme, { host });
  town.radio.air.fault = (operation) => {
    operations.push(operation);
    return undefined;
  };
  await town.start();
  expect(await town.provision(town.open)).toBe('connected');
  return operations;
}

interface Faulty {
  readonly outcome: string;
  /** How often each step of the protocol came to the device's stack. */
  readonly applies: number;
  readonly connects: number;
  readonly handshakes: number;
}

/** Returns a run with faults on operations by their number. */
async function faultyRun(
  { scheme, host }: { scheme: SchemeName; host: BleHost },
  faults: ReadonlyMap<number, RadioFault>,
  reconnect?: ReconnectPolicy,
): Promise<Faulty> {
  const town = radioTown(scheme, { host });
  const writes: string[] = [];
  let connects = 0;
  town.radio.air.fault = ({ number, kind, target }) => {
    const fault = faults.get(number);
    if (kind === 'connect') connects++;
    if (kind === 'write' && fault !== 'drop-before') writes.push(target);
    return fault;
  };
  await town.start();
  const outcome = await town.provision(town.open, reconnect ? { reconnect } : {});
  expect(town.out.leaked([pop, passphrase])).toEqual([]);
  if (outcome !== 'connected') {
    // Whatever happened: the device is to be used again.
    town.radio.air.fault = () => undefined;
    await town.recover();
    expect(await town.provision(town.open)).toBe('connected');
  }
  const count = (uuid: string) => writes.filter((each) => each === uuid).length;
  return { outcome, applies: count(config), connects, handshakes: count(session) };
}

describe.each(cases)('over $host under $scheme', ({ host, scheme }) => {
  test('a whole provisioning succeeds, and again after the service has ended', async () => {
    const town = radioTown(scheme, { host });
    await town.start();
    expect(await town.provision(town.open)).toBe('connected');
    await town.recover();
    expect(await town.provision(town.open)).toBe('connected');
    expect(town.out.leaked([pop, passphrase])).toEqual([]);
  });
});

// Without a PoP only the key differs, which has no part in how links are lost.
const dropped = cases.filter(
  ({ scheme, host }) => scheme === 'security 1' || (scheme !== 'security 1 without a PoP' && host === 'nimble'),
);

describe.each(dropped)('a link that is lost once, over $host under $scheme,', (setting) => {
  test.each(['drop-before', 'drop-after'] as const)('at any operation (%s) ends as it should', async (fault) => {
    const operations = await plainRun(setting.scheme, setting.host);
    const set = operations.findIndex(({ target }) => target === config);
    const custom = operations.findIndex(({ target }) => target === uuidOf(0xff54));
    expect(set).toBeGreaterThan(12);
    for (const [i, { number, kind, target }] of operations.entries()) {
      const { outcome, connects } = await faultyRun(setting, new Map([[number, fault]]));
      const where = `${fault} at operation ${number} (${kind} ${target})`;
      expect({ [where]: outcome }).toEqual({ [where]: expected(i, { set, custom }) });
      // One connection, and one more where the link may be opened again.
      expect({ [where]: connects }).toEqual({ [where]: outcome === 'connected' ? 2 : 1 });
    }
  });
});

/**
 * Returns the outcome of a fault in an operation: Set takes the first two of the config endpoint (write, read), Apply
 * the next two.
 */
function expected(operation: number, { set, custom }: { set: number; custom: number }): string {
  if (operation >= set + 2) return 'wifi/outcome-unknown';
  if (operation >= set) return 'link/lost';
  // A custom request of unknown outcome is not repeated.
  return operation === custom || operation === custom + 1 ? 'link/lost' : 'connected';
}

describe('a lost link', () => {
  const setting = { scheme: 'security 1', host: 'nimble' } as const;

  /** Returns a client that is connected and has scanned, as when a person chooses a network. */
  async function choosing() {
    const town = radioTown('security 1', { host: 'nimble' });
    await town.start();
    let connects = 0;
    town.radio.air.fault = ({ kind }) => {
      if (kind === 'connect') connects++;
      return undefined;
    };
    const { clock } = town;
    const provisioner = await clock.run(Provisioner.connect(town.open, { pop, clock }));
    await clock.run(provisioner.scan());
    const steps: string[] = [];
    const run = async (onStep: (kind: string) => void = () => undefined) => {
      for await (const { kind } of provisioner.provision({ ssid, passphrase })) {
        steps.push(kind);
        onStep(kind);
      }
    };
    return { town, provisioner, steps, run, connects: () => connects };
  }

  test('that is noticed before Set is opened again, as nothing had been sent', async () => {
    const { town, run, steps, connects } = await choosing();
    town.radio.drop();
    await town.clock.advance(60_000);
    await town.clock.run(run());
    expect(steps.at(-1)).toBe('connected');
    expect(connects()).toBe(2);
  });

  test('that is noticed between Set and Apply stays lost, and nothing was applied', async () => {
    const { town, run, steps, connects } = await choosing();
    const error = await town.clock
      .run(run((kind) => kind === 'credentials-sent' && town.radio.drop()))
      .catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code: 'link/lost', details: { sent: false } });
    expect(steps.at(-1)).toBe('applying');
    expect(connects()).toBe(1);
    await town.recover();
    expect(await town.provision(town.open)).toBe('connected');
  });

  test('under a custom request may be opened again for the next one', async () => {
    const { town, provisioner, connects } = await choosing();
    const { number } = { number: town.radio.air.operations + 1 };
    const before = town.radio.air.fault;
    town.radio.air.fault = (operation) => {
      before(operation);
      return operation.number === number ? 'drop-after' : undefined;
    };
    const send = () => town.clock.run(provisioner.send('custom-data', utf8('x')));
    expect(await send().catch((error: unknown) => error)).toMatchObject({ code: 'link/lost' });
    expect(await send()).toEqual(utf8('SUCCESS\0'));
    expect(connects()).toBe(2);
  });

  test('brings one new session for all that wait', async () => {
    const { town, provisioner, connects } = await choosing();
    town.radio.drop();
    const sends = ['a', 'b', 'c'].map((text) => provisioner.send('custom-data', utf8(text)));
    expect(await town.clock.run(Promise.all(sends))).toHaveLength(3);
    expect(connects()).toBe(2);
  });

  test('is opened again once, not twice', async () => {
    const operations = await plainRun('security 1', 'nimble');
    const first = operations.findIndex(({ target }) => target === session) + 1;
    // The second handshake comes after the operations of another connection: connect and the names.
    const second = first + 1 + operations.findIndex(({ target }) => target === session);
    const faults = new Map<number, RadioFault>([
      [first, 'drop-before'],
      [second - 1, 'drop-before'],
    ]);
    expect(await faultyRun(setting, faults)).toMatchObject({ outcome: 'link/lost', connects: 2 });
    const twice = await faultyRun(setting, faults, { beforeCredentials: 2 });
    expect(twice).toMatchObject({ outcome: 'connected', connects: 3 });
  });

  test('is not opened again where the policy says so', async () => {
    const operations = await plainRun('security 1', 'nimble');
    const scan = operations.find(({ target }) => target === uuidOf(0xff50))?.number as number;
    const faults = new Map<number, RadioFault>([[scan, 'drop-before']]);
    const run = await faultyRun(setting, faults, { beforeCredentials: 0 });
    expect(run).toMatchObject({ outcome: 'link/lost', connects: 1 });
  });

  test('after Apply may be opened again to ask how it went, where the policy says so, and nothing is applied twice', async () => {
    const operations = await plainRun('security 1', 'nimble');
    const set = operations.findIndex(({ target }) => target === config);
    // The fifth operation is the write of the first poll.
    const poll = operations[set + 4]?.number as number;
    for (const fault of ['drop-before', 'drop-after'] as const) {
      const run = await faultyRun(setting, new Map([[poll, fault]]), { afterCredentials: 1 });
      expect(run).toMatchObject({ outcome: 'connected', connects: 2, handshakes: 4 });
    }
    // Not even then is an Apply of unknown outcome repeated.
    const apply = operations[set + 2]?.number as number;
    const lost = await faultyRun(setting, new Map([[apply, 'drop-after']]), { afterCredentials: 1 });
    expect(lost).toMatchObject({ outcome: 'wifi/outcome-unknown', connects: 1, applies: 2 });
  });

  test.each([
    ['connect', 'refused', 'drop-before'],
    ['connect', 'made and lost', 'drop-after'],
    ['connect', 'hanging', 'hang'],
  ] as const)('%s: a connection that is %s is tried once more', async (kind, _, fault) => {
    const town = radioTown('security 1', { host: 'nimble' });
    let failures = 1;
    town.radio.air.fault = (operation) => (operation.kind === kind && failures-- > 0 ? fault : undefined);
    await town.start();
    expect(await town.provision(town.open)).toBe('connected');
    expect(failures).toBe(-1);
  });

  test('of a device that does not come back is told as the loss', async () => {
    const town = radioTown('security 1', { host: 'nimble' });
    await town.start();
    town.radio.air.fault = ({ kind, target }) => {
      if (kind !== 'write' || target !== uuidOf(0xff50)) return undefined;
      town.radio.air.fault = (later) => (later.kind === 'connect' ? 'drop-before' : undefined);
      return 'drop-before';
    };
    expect(await town.provision(town.open)).toBe('link/lost');
  });
});

describe('an operation that never ends', () => {
  test.each([
    ['before credentials go out is given up and made again over a new link', 0xff50, 'connected'],
    ['at Set is given up, and nothing was applied', 0xff52, 'link/timeout'],
  ] as const)('%s', async (_, slot, outcome) => {
    const town = radioTown('security 2', { host: 'nimble' });
    await town.start();
    let hangs = 1;
    town.radio.air.fault = ({ kind, target }) =>
      kind === 'write' && target === uuidOf(slot) && hangs-- > 0 ? 'hang' : undefined;
    expect(await town.provision(town.open)).toBe(outcome);
    await town.recover();
    expect(await town.provision(town.open)).toBe('connected');
  });
});
