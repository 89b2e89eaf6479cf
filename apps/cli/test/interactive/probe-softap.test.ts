import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { expect, test } from 'vitest';
import { probeSoftAp } from '../../src/interactive/probe-softap.ts';

test('whoever listens at the address is found without a request, and nobody where nobody does', async () => {
  let received = 0;
  const server = createServer((socket) => void socket.on('data', ({ length }) => (received += length)));
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  const there = await probeSoftAp({ host: '127.0.0.1', port });
  await new Promise((resolve) => server.close(resolve));
  expect(there).toBe(true);
  expect(received).toBe(0);
  expect(await probeSoftAp({ host: '127.0.0.1', port })).toBe(false);
});
