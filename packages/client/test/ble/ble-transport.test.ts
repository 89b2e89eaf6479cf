import { bleServiceUuids, characteristicUuid, ProvisioningError, utf8 } from '@esp-prov/protocol';
import { failureOf, manualClock } from '@esp-prov/testing';
import { describe, expect, test } from 'vitest';
import { type BleTransportOptions, bleTransport } from '../../src/index.ts';
import { FakeGatt, hang } from '../support/fake-gatt.ts';

const service = bleServiceUuids.example;
const config = characteristicUuid(service, 0xff52);
const session = characteristicUuid(service, 0xff51);

async function open(options: BleTransportOptions = {}) {
  const gatt = new FakeGatt({ [service]: { [config]: 'prov-config', [session]: 'prov-session' } });
  const clock = manualClock();
  const transport = await bleTransport(gatt, { clock, ...options });
  gatt.seen.length = 0;
  return { gatt, clock, transport };
}

const refused = (attError?: number) => async () => {
  throw new ProvisioningError('gatt/refused', undefined, attError === undefined ? {} : { details: { attError } });
};

describe('an exchange', () => {
  test('is one write and one read of the same characteristic', async () => {
    const { gatt, transport } = await open();
    expect(await transport.exchange('prov-config', utf8('hello'))).toEqual(utf8('hello'));
    expect(gatt.seen).toEqual([`write ${config}`, `read ${config}`]);
    expect([transport.kind, transport.maxRequest]).toEqual(['ble', 512]);
    expect([...(transport.endpoints ?? [])]).toEqual(['prov-config', 'prov-session']);
  });

  test('waits for the one before, and carries the bytes of the time of its call', async () => {
    const { gatt, transport } = await open();
    const buffer = utf8('two');
    const both = [transport.exchange('prov-config', utf8('one')), transport.exchange('prov-session', buffer)];
    buffer.fill(0);
    expect(await Promise.all(both)).toEqual([utf8('one'), utf8('two')]);
    expect(gatt.seen).toEqual([`write ${config}`, `read ${config}`, `write ${session}`, `read ${session}`]);
  });

  test('has 1 to 512 bytes', async () => {
    const { gatt, transport } = await open();
    expect((await transport.exchange('prov-config', new Uint8Array(512))).length).toBe(512);
    for (const length of [0, 513]) {
      const error = await failureOf(transport.exchange('prov-config', new Uint8Array(length)));
      expect(error.code).toBe('endpoint/request-size');
    }
    expect(gatt.seen).toHaveLength(2);
  });

  test('with an endpoint that the device does not have is refused without a word to it', async () => {
    const { gatt, transport } = await open();
    for (const name of ['prov-scan', 'Prov-Config', '']) {
      const error = await failureOf(transport.exchange(name, utf8('x')));
      expect(error).toMatchObject({ code: 'endpoint/not-found', details: { endpoint: name } });
    }
    expect(gatt.seen).toEqual([]);
  });

  test.each([0x04, 0x85, undefined])(
    'that is refused with ATT error %s is a refusal, and the link goes on',
    async (n) => {
      const { gatt, transport } = await open();
      gatt.next.push(refused(n));
      const error = await failureOf(transport.exchange('prov-config', utf8('x')));
      expect(error.code).toBe('endpoint/refused');
      expect(error.details).toEqual({ endpoint: 'prov-config', ...(n === undefined ? {} : { attError: n }) });
      expect(error.cause).toMatchObject({ code: 'gatt/refused' });
      expect(gatt.seen).toEqual([`write ${config}`]);
      expect(await transport.exchange('prov-config', utf8('again'))).toEqual(utf8('again'));
      expect([gatt.closes, transport.lost?.aborted]).toEqual([0, false]);
    },
  );

  test('whose answer cannot be read is a refusal too', async () => {
    const { gatt, transport } = await open();
    gatt.next.push(async () => utf8('written'), refused(0x0d));
    const error = await failureOf(transport.exchange('prov-config', utf8('x')));
    expect(error).toMatchObject({ code: 'endpoint/refused', details: { attError: 0x0d } });
  });

  test('that fails for another reason of the platform says so, and the link goes on', async () => {
    const { gatt, transport } = await open();
    gatt.next.push(() => Promise.reject(new ProvisioningError('bluetooth/pairing-failed')));
    expect((await failureOf(transport.exchange('prov-config', utf8('x')))).code).toBe('bluetooth/pairing-failed');
    expect(transport.lost?.aborted).toBe(false);
  });
});

describe('a link that is lost', () => {
  test('under a write that never ends by itself ends the exchange, of unknown outcome', async () => {
    const { gatt, transport } = await open();
    gatt.next.push(hang);
    const exchange = failureOf(transport.exchange('prov-config', utf8('x')));
    await Promise.resolve();
    gatt.lose();
    const error = await exchange;
    expect(error).toMatchObject({ code: 'link/lost', details: { endpoint: 'prov-config' } });
    expect(error.details).not.toHaveProperty('sent');
    expect(error.cause).toMatchObject({ message: 'out of range' });
  });

  test('is told by the signal of the transport, and closed', async () => {
    const { gatt, transport } = await open();
    gatt.lose();
    expect(transport.lost?.aborted).toBe(true);
    expect(transport.lost?.reason).toMatchObject({ code: 'link/lost' });
    expect(gatt.closes).toBe(1);
  });

  test('before an exchange says that nothing was sent', async () => {
    const { gatt, transport } = await open();
    gatt.lose();
    const error = await failureOf(transport.exchange('prov-config', utf8('x')));
    expect(error).toMatchObject({ code: 'link/lost', details: { endpoint: 'prov-config', sent: false } });
    expect(gatt.seen).toEqual([]);
  });

  test('also where only an operation reports it', async () => {
    const { gatt, transport } = await open();
    gatt.next.push(() => Promise.reject(new ProvisioningError('link/lost')));
    const error = await failureOf(transport.exchange('prov-config', utf8('x')));
    expect(error).toMatchObject({ code: 'link/lost', details: { endpoint: 'prov-config' } });
    expect(transport.lost?.aborted).toBe(true);
  });

  test.each(['before', 'after'])(
    'at the moment of a refusal, right %s it, leaves the refusal as it is',
    async (order) => {
      const { gatt, transport } = await open();
      gatt.next.push(() => {
        if (order === 'before') gatt.lose();
        const refusing = refused(0x85)();
        if (order === 'after') gatt.lose();
        return refusing;
      });
      const error = await failureOf(transport.exchange('prov-config', utf8('x')));
      expect(error).toMatchObject({ code: 'endpoint/refused', details: { attError: 0x85 } });
      expect(transport.lost?.aborted).toBe(true);
    },
  );

  test('as the transport is made cannot be used', async () => {
    const gatt = new FakeGatt({ [service]: { [session]: 'prov-session' } });
    gatt.lose();
    expect(await failureOf(bleTransport(gatt))).toMatchObject({ code: 'link/lost', details: { sent: false } });
  });
});

describe('a device of very many characteristics', () => {
  test('that takes its time for each name is given up when all of them take too long', async () => {
    const uuids = Array.from({ length: 200 }, (_, i) => characteristicUuid(service, 0xf000 + i));
    const gatt = new FakeGatt({ [service]: Object.fromEntries(uuids.map((uuid) => [uuid, 'other'])) });
    const clock = manualClock();
    const slow = async () => {
      await clock.sleep(29_000);
      return utf8('other');
    };
    gatt.next.push(...uuids.map(() => slow));
    const error = await failureOf(clock.run(bleTransport(gatt, { clock })));
    expect(error).toMatchObject({ code: 'link/timeout', details: { timeoutMs: 60_000 } });
    expect(clock.now()).toBe(60_000);
  });
});

describe('an exchange that is given up', () => {
  test('by its time limit drops the link, since nobody knows what became of it', async () => {
    const { gatt, clock, transport } = await open({ timeoutMs: 5000 });
    gatt.next.push(hang);
    const error = await failureOf(clock.run(transport.exchange('prov-config', utf8('x'))));
    expect(error).toMatchObject({ code: 'link/timeout', details: { endpoint: 'prov-config', timeoutMs: 5000 } });
    expect(clock.now()).toBe(5000);
    expect(gatt.closes).toBe(1);
    const next = await failureOf(transport.exchange('prov-config', utf8('x')));
    expect(next).toMatchObject({ code: 'link/lost', details: { sent: false } });
  });

  test('has 30 seconds unless told otherwise, as the attribute protocol has', async () => {
    const { gatt, clock, transport } = await open();
    gatt.next.push(hang);
    await failureOf(clock.run(transport.exchange('prov-config', utf8('x'))));
    expect(clock.now()).toBe(30_000);
  });

  test('by its caller ends with the reason, untouched, and drops the link', async () => {
    const { gatt, transport } = await open();
    gatt.next.push(hang);
    const caller = new AbortController();
    const reason = new Error('enough');
    const exchange = transport.exchange('prov-config', utf8('x'), { signal: caller.signal });
    exchange.catch(() => undefined);
    await expect.poll(() => gatt.seen.length).toBe(1);
    caller.abort(reason);
    await expect(exchange).rejects.toBe(reason);
    expect([gatt.closes, transport.lost?.aborted]).toEqual([1, true]);
  });

  test('does not read any more', async () => {
    const { gatt, transport } = await open();
    const caller = new AbortController();
    gatt.next.push(async () => {
      caller.abort(new Error('enough'));
      return utf8('written');
    });
    await expect(transport.exchange('prov-config', utf8('x'), { signal: caller.signal })).rejects.toThrow('enough');
    await Promise.resolve();
    expect(gatt.seen).toEqual([`write ${config}`]);
  });

  test('while it waits for another one leaves the link as it is', async () => {
    const { gatt, transport } = await open();
    const caller = new AbortController();
    const first = transport.exchange('prov-config', utf8('one'));
    const second = transport.exchange('prov-config', utf8('two'), { signal: caller.signal });
    second.catch(() => undefined);
    caller.abort(new Error('enough'));
    expect(await first).toEqual(utf8('one'));
    await expect(second).rejects.toThrow('enough');
    expect(gatt.seen).toHaveLength(2);
    expect(transport.lost?.aborted).toBe(false);
  });

  test('before it began never begins', async () => {
    const { gatt, transport } = await open();
    const signal = AbortSignal.abort(new Error('enough'));
    await expect(transport.exchange('prov-config', utf8('x'), { signal })).rejects.toThrow('enough');
    expect(gatt.seen).toEqual([]);
  });
});

describe('closing', () => {
  test('closes the connection once, ends what is under way, and is no loss', async () => {
    const { gatt, transport } = await open();
    gatt.next.push(hang);
    const exchange = failureOf(transport.exchange('prov-config', utf8('x')));
    await Promise.resolve();
    await transport[Symbol.asyncDispose]();
    await transport[Symbol.asyncDispose]();
    expect((await exchange).code).toBe('link/closed');
    expect(gatt.closes).toBe(1);
    expect(transport.lost?.aborted).toBe(false);
    expect((await failureOf(transport.exchange('prov-config', utf8('x')))).code).toBe('link/closed');
  });
});
