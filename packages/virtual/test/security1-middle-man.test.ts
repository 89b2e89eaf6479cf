import { Provisioner, type Transport, wrapTransport } from '@esp-prov/client';
import { type Bytes, utf8, xorBytes } from '@esp-prov/protocol';
import { manualClock, memoryLink } from '@esp-prov/testing';
import { expect, test } from 'vitest';
import { factoryFlash, VirtualEsp32 } from '../src/index.ts';

const network = { ssid: 'home', passphrase: 'right password' };

/** What the device answers to any custom data. */
const success = utf8('SUCCESS\0');

/** Ends the run once he has read Set. */
const enough = new Error('he has what he wants');

/** Stands for a byte that he does not learn. */
const unknown = 0x2e;

/**
 * Returns a middle man who knows no secret. He holds back Set, and sends the device requests of his own in its place:
 * it answers under the part of the keystream that sealed Set.
 */
function middleMan(inner: Transport) {
  const read: number[] = [];
  const transport = wrapTransport(inner, async (endpoint, request, options) => {
    if (endpoint !== 'prov-config') return await inner.exchange(endpoint, request, options);
    await readBy(request);
    throw enough;
  });
  async function readBy(set: Bytes) {
    while (read.length < set.length) {
      // One byte of nonsense, which takes one byte of the keystream; he does not learn that one.
      const answer = await inner.exchange('custom-data', Uint8Array.of(0));
      read.push(unknown);
      const keystream = xorBytes(answer, success);
      const hidden = set.subarray(read.length, read.length + keystream.length);
      read.push(...xorBytes(hidden, keystream.subarray(0, hidden.length)));
    }
  }
  return { transport, text: () => Buffer.from(read).toString('latin1') };
}

// The page on security says so; when this fails, the page is to be changed.
test('a middle man without the proof of possession reads the credentials of security 1', async () => {
  const clock = manualClock();
  const { device: deviceTransport, connect } = memoryLink();
  const secret = { securityVersion: 1, pop: 'abcd1234' } as const;
  await using device = new VirtualEsp32({
    transport: deviceTransport,
    flash: factoryFlash(),
    clock,
    secret,
    fast: true,
  });
  await clock.run(device.boot());
  await using inner = connect();
  const { transport, text } = middleMan(inner);
  const failure = await clock.run(
    (async () => {
      const provisioner = await Provisioner.connect(transport, { pop: 'abcd1234', clock });
      await provisioner.setWifi(network);
    })().catch((error: unknown) => error),
  );
  expect(failure).toBe(enough);
  expect(text()).toBe('.\x02b\x16\n\x04hom.\x12\x0eright .assword');
});
