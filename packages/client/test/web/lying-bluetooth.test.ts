import { maxAttributeValue } from '@esp-prov/protocol';
import { failureOf, type ManualClock, manualClock } from '@esp-prov/testing';
import { describe, expect, test } from 'vitest';
import type { BrowserBluetoothDevice, BrowserGattServer } from '../../src/web/index.ts';
// Loaded beforehand: a clock that is moved by hand waits for no file.
import '../../src/web/web-gatt-connection.ts';
import { WebBluetoothCentral } from '../../src/web/index.ts';

const never = () => new Promise<never>(() => undefined);
const service = '021a9004-0382-4aea-bff4-6b3f1c5adfb4';
const characteristic = '021aff51-0382-4aea-bff4-6b3f1c5adfb4';
const description = '00002901-0000-1000-8000-00805f9b34fb';

type Part = 'connect' | 'services' | 'characteristics' | 'descriptors' | 'describe' | 'read' | 'write';
type Lie = () => Promise<unknown>;

/** A device in a browser, each of whose operations may lie. Methods that are called unbound fail as in a browser. */
class LyingDevice {
  readonly id = 'lying';
  readonly name = 'PROV_1';
  readonly lies: Partial<Record<Part, Lie>> = {};
  connected = false;
  running = 0;
  mostRunning = 0;
  disconnects = 0;
  readonly listeners = new Set<() => void>();
  readonly gatt: BrowserGattServer | undefined;

  constructor() {
    const device = this;
    const descriptor = {
      uuid: description,
      readValue(this: unknown) {
        return device.answer('describe', this === descriptor, async () => new DataView(new ArrayBuffer(1)));
      },
    };
    const remote = {
      uuid: characteristic,
      getDescriptors(this: unknown) {
        return device.answer('descriptors', this === remote, async () => [descriptor]);
      },
      readValue(this: unknown) {
        return device.answer('read', this === remote, async () => new DataView(new ArrayBuffer(3)));
      },
      writeValueWithResponse(this: unknown) {
        return device.answer('write', this === remote, async () => undefined);
      },
    };
    const offered = {
      uuid: service,
      getCharacteristics(this: unknown) {
        return device.answer('characteristics', this === offered, async () => [remote]);
      },
    };
    const server: BrowserGattServer = {
      get connected() {
        return device.connected;
      },
      connect(this: unknown) {
        return device.answer('connect', this === server, async () => {
          device.connected = true;
        });
      },
      disconnect() {
        device.disconnects++;
        device.drop();
      },
      getPrimaryServices(this: unknown) {
        return device.answer('services', this === server, async () => [offered]);
      },
    };
    this.gatt = server;
  }

  addEventListener(_type: string, listener: () => void): void {
    this.listeners.add(listener);
  }

  removeEventListener(_type: string, listener: () => void): void {
    this.listeners.delete(listener);
  }

  /** The link falls, with an event and without a word to what is under way. */
  drop(): void {
    if (!this.connected) return;
    this.connected = false;
    for (const listener of [...this.listeners]) listener();
  }

  async answer<T>(part: Part, isBound: boolean, truth: () => Promise<T>): Promise<T> {
    if (!isBound) throw new TypeError('Illegal invocation');
    this.running++;
    this.mostRunning = Math.max(this.mostRunning, this.running);
    try {
      await Promise.resolve();
      return (await (this.lies[part] ?? truth)()) as T;
    } finally {
      this.running--;
    }
  }
}

async function bench(): Promise<{ clock: ManualClock; device: LyingDevice; central: WebBluetoothCentral }> {
  const clock = manualClock();
  const device = new LyingDevice();
  const bluetooth = { requestDevice: async () => device as unknown as BrowserBluetoothDevice };
  const central = new WebBluetoothCentral({ bluetooth, clock });
  await central.choose();
  return { clock, device, central };
}

/** Connects, and has the operation of a part done. */
async function use(central: WebBluetoothCentral, part: Part): Promise<unknown> {
  const link = await central.connect('lying');
  const [it] = link.services[0]?.characteristics ?? [];
  if (part === 'write') return await it?.write(Uint8Array.of(1));
  if (part === 'describe') return await it?.descriptors[0]?.read();
  return await it?.read();
}

const parts: readonly Part[] = ['connect', 'services', 'characteristics', 'descriptors', 'describe', 'read', 'write'];

describe('a browser whose Bluetooth lies', () => {
  test.each(parts)('ends in time where %s never settles, without a listener left, and connects again', async (part) => {
    const { clock, device, central } = await bench();
    device.lies[part] = never;
    const failure = await failureOf(clock.run(use(central, part)));
    expect(['link/timeout', 'link/unreachable']).toContain(failure.code);
    expect(clock.now()).toBeLessThanOrEqual(30_000);
    await clock.advance(0);
    expect(device.listeners.size).toBe(0);
    expect(device.connected).toBe(false);
    delete device.lies[part];
    await clock.run(use(central, part));
  });

  test.each(parts)('reports the loss at once where the link falls in the middle of %s', async (part) => {
    const { clock, device, central } = await bench();
    device.lies[part] = async () => {
      device.connected = true;
      device.drop();
      return await never();
    };
    const failure = await failureOf(clock.run(use(central, part)));
    expect(['link/lost', 'link/unreachable']).toContain(failure.code);
    expect(clock.now()).toBe(0);
    expect(device.listeners.size).toBe(0);
  });

  test.each(parts)('ends by name where %s throws a text, an object without a name, nothing', async (part) => {
    for (const reason of ['requestDevice error', { message: 7 }, undefined, null]) {
      const { clock, device, central } = await bench();
      device.lies[part] = () => Promise.reject(reason);
      const outcome = await clock.run(use(central, part)).then(
        () => undefined,
        ({ code }) => code,
      );
      // Without descriptors a device is as good as with some that cannot be listed.
      expect(outcome ?? part).toMatch(part === 'descriptors' ? /^descriptors$/ : /^(gatt|link|bluetooth)\//);
    }
  });

  test('refuses an answer of 250 kB, and what is no answer', async () => {
    for (const value of [new DataView(new ArrayBuffer(250_000)), undefined, 'text', 7, [1, 2], { byteLength: 3 }]) {
      const { clock, device, central } = await bench();
      device.lies.read = async () => value;
      expect((await failureOf(clock.run(use(central, 'read')))).code).toBe('link/protocol');
    }
  });

  test('takes the longest value there is', async () => {
    const { clock, device, central } = await bench();
    device.lies.read = async () => new DataView(new ArrayBuffer(maxAttributeValue));
    expect(await clock.run(use(central, 'read'))).toHaveLength(maxAttributeValue);
  });

  test('looks at some of 10 000 services, and at none that is no service', async () => {
    const { clock, device, central } = await bench();
    const strange = Array.from({ length: 10_000 }, (_, i) => ({ uuid: `${i}`, getCharacteristics: async () => [] }));
    device.lies.services = async () => strange;
    const link = await clock.run(central.connect('lying'));
    expect(link.services.length).toBeLessThanOrEqual(32);
    await link[Symbol.asyncDispose]();
    device.lies.services = async () => ({ length: 3 });
    expect((await failureOf(clock.run(central.connect('lying')))).code).toMatch(/^(bluetooth|link|gatt)\//);
  });

  test('ends by name where getters throw', async () => {
    const { clock, device, central } = await bench();
    const throwing = Object.defineProperty({}, 'uuid', {
      get() {
        throw new Error('no');
      },
    });
    device.lies.services = async () => [throwing];
    expect((await failureOf(clock.run(central.connect('lying')))).code).toMatch(/^(bluetooth|link|gatt)\//);
  });

  test('is no link where the device has no server, or one whose getter throws', async () => {
    for (const gatt of [undefined, null]) {
      const { clock, device, central } = await bench();
      Object.defineProperty(device, 'gatt', { value: gatt });
      expect((await failureOf(clock.run(central.connect('lying')))).code).toBe('link/unreachable');
    }
    const { clock, device, central } = await bench();
    Object.defineProperty(device, 'gatt', {
      get() {
        throw new Error('no');
      },
    });
    expect((await failureOf(clock.run(central.connect('lying')))).code).toBe('link/unreachable');
  });

  test('gets one operation at a time, however many are asked for', async () => {
    const { clock, device, central } = await bench();
    const link = await clock.run(central.connect('lying'));
    const [it] = link.services[0]?.characteristics ?? [];
    const asked = Array.from({ length: 50 }, (_, i) => (i % 2 === 0 ? it?.read() : it?.write(Uint8Array.of(i))));
    await clock.run(Promise.all(asked));
    expect(device.mostRunning).toBe(1);
  });

  test('gets the next operation only when one that was given up has ended', async () => {
    const { clock, device, central } = await bench();
    const link = await clock.run(central.connect('lying'));
    const [it] = link.services[0]?.characteristics ?? [];
    let end: () => void = () => undefined;
    device.lies.write = () => new Promise<void>((resolve) => (end = resolve));
    const caller = new AbortController();
    const reason = new Error('enough');
    const write = it?.write(Uint8Array.of(1), { signal: caller.signal }).catch((error: unknown) => error);
    await clock.advance(10);
    const read = it?.read();
    caller.abort(reason);
    expect(await write).toBe(reason);
    await clock.advance(10);
    expect(device.running).toBe(1);
    end();
    expect(await read).toHaveLength(3);
    expect(device.mostRunning).toBe(1);
  });

  test('closes a connection that comes after it was given up', async () => {
    const { clock, device, central } = await bench();
    let connect: () => void = () => undefined;
    device.lies.connect = () =>
      new Promise<void>((resolve) => {
        connect = () => {
          device.connected = true;
          resolve();
        };
      });
    const caller = new AbortController();
    const connecting = central.connect('lying', { signal: caller.signal }).catch((error: unknown) => error);
    await clock.advance(10);
    caller.abort(new Error('enough'));
    expect(await connecting).toBe(caller.signal.reason);
    connect();
    await clock.advance(10);
    expect(device.connected).toBe(false);
  });

  test('has one connection to a device at a time', async () => {
    const { clock, central } = await bench();
    const link = await clock.run(central.connect('lying'));
    expect((await failureOf(central.connect('lying'))).code).toBe('link/unreachable');
    await link[Symbol.asyncDispose]();
    await clock.run(central.connect('lying'));
  });

  test.each([
    ['NotSupportedError', 'GATT operation failed for unknown reason.', 'gatt/refused', undefined],
    ['InvalidStateError', 'Characteristic is no longer valid.', 'gatt/refused', 1],
    ['InvalidModificationError', 'too long', 'gatt/refused', 13],
    ['NetworkError', 'GATT operation already in progress.', 'gatt/refused', undefined],
    ['NetworkError', 'GATT Server is disconnected.', 'link/lost', undefined],
    ['NetworkError', 'Authentication failed.', 'bluetooth/pairing-failed', undefined],
    ['SecurityError', 'Origin is not allowed to access any service.', 'gatt/refused', undefined],
  ])('says of %s: %s that it is %s', async (name, message, code, attError) => {
    const { clock, device, central } = await bench();
    device.lies.write = () => Promise.reject(Object.assign(new Error(message), { name }));
    const failure = await failureOf(clock.run(use(central, 'write')));
    expect([failure.code, failure.details.attError]).toEqual([code, attError]);
  });

  test('takes a refusal right before the loss for the loss', async () => {
    const { clock, device, central } = await bench();
    device.lies.write = () => {
      void clock.sleep(100).then(() => device.drop());
      return Promise.reject(Object.assign(new Error('unknown reason'), { name: 'NotSupportedError' }));
    };
    expect((await failureOf(clock.run(use(central, 'write')))).code).toBe('link/lost');
  });
});
