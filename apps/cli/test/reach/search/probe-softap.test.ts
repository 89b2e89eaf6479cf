import { once } from 'node:events';
import { createServer } from 'node:http';
import { type AddressInfo, createServer as createTcpServer, type Server } from 'node:net';
import { describe, expect, test } from 'vitest';
import { probeSoftAp } from '../../../src/reach/search/probe-softap.ts';
import { startDevice } from '../../support/device.ts';
import { Program, testTimeoutMs } from '../../support/program.ts';
import { secrets } from '../../support/secrets.ts';

/** What answers may take its time on a busy machine. */
const patience = { ms: 60_000 };

/** Whether the probe takes a server for a device. */
async function taken(server: Server, { ms } = patience): Promise<boolean> {
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  const found = await probeSoftAp({ host: '127.0.0.1', port }, { ms });
  server.close();
  return found;
}

function answering(status: number): Server {
  return createServer((_, response) => void response.writeHead(status).end());
}

describe('at the address of an access point', { timeout: testTimeoutMs }, () => {
  test('a device is found, whose session goes on', async () => {
    await using device = await startDevice();
    const [host = '', port] = device.address.split(':');
    await using client = new Program(['scan', '--service_name', device.address, '--pop', secrets.pop]);
    await client.sees(/The device is scanning|Connecting/);
    expect(await probeSoftAp({ host, port: Number(port) }, patience)).toBe(true);
    expect((await client.ended()).code).toBe(0);
  });

  test.each([200, 302, 405])('a server that answers %i may be one', async (status) => {
    expect(await taken(answering(status))).toBe(true);
  });

  test.each([404, 502])('a router or a proxy that answers %i is none', async (status) => {
    expect(await taken(answering(status))).toBe(false);
  });

  test('who says nothing is none, and nobody is none', async () => {
    expect(await taken(createTcpServer(), { ms: 300 })).toBe(false);
    expect(await probeSoftAp({ host: '127.0.0.1', port: 1 })).toBe(false);
  });

  test('an end of the search ends it', async () => {
    const ended = AbortSignal.abort();
    expect(await probeSoftAp({ host: '127.0.0.1', port: 1 }, { signal: ended })).toBe(false);
  });
});
