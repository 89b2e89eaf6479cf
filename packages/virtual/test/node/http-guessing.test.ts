import { once } from 'node:events';
import { connect } from 'node:net';
import { guessingBrake, Protocomm } from '@esp-prov/device';
import { type Bytes, builtInEndpoints, fromHex, sec1Client, sec1Device, utf8 } from '@esp-prov/protocol';
import { manualClock } from '@esp-prov/testing';
import { expect, test } from 'vitest';
import { HttpDeviceTransport } from '../../src/node/index.ts';

/** A proof that is right for no session. */
const proof = fromHex(`10015a270802b201221220${'00'.repeat(32)}`);
const keys = sec1Client({ pop: 'a guess' }).handshake().next().value as Bytes;

function post(endpoint: string, body: Uint8Array): Buffer {
  const head = `POST /${endpoint} HTTP/1.1\r\nHost: x\r\nContent-Length: ${body.length}\r\n\r\n`;
  return Buffer.concat([Buffer.from(head), body]);
}

/** Sends `requests` over a connection of its own; resolves with what came back when that is over, or is `enough`. */
async function talk(address: string, requests: Buffer, enough?: RegExp): Promise<string> {
  const socket = connect(Number(address.split(':')[1]), '127.0.0.1');
  let heard = '';
  socket.on('error', () => undefined);
  socket.on('data', (chunk) => {
    heard += chunk.toString('latin1');
    if (enough?.test(heard)) socket.destroy();
  });
  socket.write(requests);
  await once(socket, 'close');
  return heard;
}

test('twenty proofs in a row on each of many sockets get seven guesses, and delay nothing', async () => {
  const clock = manualClock();
  let judged = 0;
  const requests = new Protocomm({
    security: sec1Device({ pop: 'abcd1234' }),
    brake: guessingBrake(clock),
    onSecurityEvent: () => judged++,
  });
  requests.add('proto-ver', () => utf8('v1.1'), 'version');
  requests.addSecurity('prov-session');
  await using device = new HttpDeviceTransport();
  await device.start({ name: 'PROV_TEST', endpoints: builtInEndpoints }, requests);
  const attack = Buffer.concat([post('prov-session', keys), ...Array<Buffer>(20).fill(post('prov-session', proof))]);
  // One after the other, as each evicts the one before: a first answer proves that it got that far.
  for (let i = 0; i < 7; i++) await talk(device.address, attack);
  expect(judged).toBe(7);
  const held = Array.from({ length: 20 }, () => talk(device.address, attack));
  const version = await talk(device.address, post('proto-ver', utf8('---')), /v1\.1/);
  expect(version).toContain('200 OK');
  // All of them have been evicted, so nothing is left that could be judged later.
  await Promise.all(held);
  await clock.advance(60_000);
  expect(judged).toBe(7);
});

test('a connection that another one evicts before it has spoken is heard once', async () => {
  await using device = new HttpDeviceTransport();
  const requests = new Protocomm({ security: sec1Device({ pop: 'abcd1234' }) });
  requests.add('proto-ver', () => utf8('v1.1'), 'version');
  await device.start({ name: 'PROV_TEST', endpoints: builtInEndpoints }, requests);
  const open = async () => {
    const socket = connect(Number(device.address.split(':')[1]), '127.0.0.1');
    socket.on('error', () => undefined);
    await once(socket, 'connect');
    return socket;
  };
  // On a machine that stands still for a moment the patience of the device may be over, so there are more tries.
  let heard = '';
  for (let i = 0; i < 10 && heard === ''; i++) {
    const early = await open();
    const late = await open();
    early.on('data', (chunk) => {
      heard += chunk.toString('latin1');
    });
    early.write(post('proto-ver', utf8('---')));
    await once(early, 'close');
    late.destroy();
  }
  expect(heard).toContain('200 OK');
});

test('a connection holds a bounded number of requests, and is closed beyond', async () => {
  await using device = new HttpDeviceTransport();
  let served = 0;
  await device.start(
    { name: 'PROV_TEST', endpoints: builtInEndpoints },
    {
      open: () => undefined,
      close: () => undefined,
      handle: () => {
        served++;
        return new Promise(() => undefined);
      },
    },
  );
  await talk(device.address, Buffer.concat(Array<Buffer>(1000).fill(post('proto-ver', utf8('---')))));
  expect(served).toBe(1);
});
