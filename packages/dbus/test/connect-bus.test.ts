import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { canStartBus } from '../../../test/setup/needs.ts';
import { systemBusAddress } from '../src/connection/bus-address.ts';
import { connectBus, startPrivateBus } from '../src/index.ts';
import { errorCode } from './support/error-code.ts';

let folder = '';
const servers: Server[] = [];
const sockets: Socket[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'esp-prov-dbus-'));
});
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy();
  for (const server of servers.splice(0)) await new Promise((done) => server.close(done));
  rmSync(folder, { recursive: true, force: true });
});

/** Returns the address of something that is not a bus. */
async function listen(onConnection: (socket: Socket) => void): Promise<string> {
  const path = join(folder, `socket${servers.length}`);
  const server = createServer((socket) => {
    sockets.push(socket);
    socket.on('error', () => undefined);
    onConnection(socket);
  });
  servers.push(server);
  await new Promise<void>((done) => server.listen(path, done));
  return `unix:path=${path}`;
}

const connect = (address: string, options: { timeoutMs?: number; signal?: AbortSignal } = {}) =>
  connectBus({ address, ...options });

describe('connecting to a bus', () => {
  test('tells that there is none when nothing is at the address', async () => {
    expect(await errorCode(() => connect(`unix:path=${folder}/nothing`))).toBe('no-bus');
  });

  test('tells that there is none when nobody listens there any more', async () => {
    const address = await listen(() => undefined);
    await new Promise((done) => servers.pop()?.close(done));
    expect(await errorCode(() => connect(address))).toBe('no-bus');
    expect(await errorCode(() => connect('tcp:host=127.0.0.1,port=1'))).toBe('no-bus');
  });

  test.each(['', 'nonsense', 'unix:', 'unix:runtime=yes', 'unixexec:path=/bin/true', 'tcp:host=localhost'])(
    "tells that '%s' is no address of a bus",
    async (address) => {
      expect(await errorCode(() => connect(address))).toBe('no-bus');
    },
  );

  test('looks at DBUS_SYSTEM_BUS_ADDRESS first, then at the standard place', () => {
    expect(systemBusAddress({ DBUS_SYSTEM_BUS_ADDRESS: 'unix:path=/x' })).toBe('unix:path=/x');
    expect(systemBusAddress({ DBUS_SYSTEM_BUS_ADDRESS: '' })).toBe('unix:path=/var/run/dbus/system_bus_socket');
    expect(systemBusAddress({})).toBe('unix:path=/var/run/dbus/system_bus_socket');
  });

  test('is refused by a bus that hangs up, at once or after the greeting', async () => {
    expect(await errorCode(async () => connect(await listen((socket) => socket.end())))).toBe('refused');
    const rude = await listen((socket) => {
      socket.once('data', () => socket.write('OK 1234\r\n'));
      setTimeout(() => socket.end(), 30);
    });
    expect(await errorCode(() => connect(rude))).toBe('refused');
  });

  test('is refused by a bus that accepts no way to say who we are', async () => {
    const address = await listen((socket) => socket.on('data', () => socket.write('REJECTED KERBEROS_V4\r\n')));
    expect(await errorCode(() => connect(address))).toBe('refused');
  });

  test('ends in time with a bus that says nothing, and leaves no socket behind', async () => {
    let closed: Promise<unknown> = Promise.resolve();
    const address = await listen((socket) => {
      socket.resume();
      closed = new Promise((resolve) => socket.once('close', resolve));
    });
    expect(await errorCode(() => connect(address, { timeoutMs: 50 }))).toBe('timeout');
    await closed;
  });

  test('can be aborted, before and while it waits', async () => {
    const address = await listen(() => undefined);
    const reason = new Error('enough');
    await expect(connect(address, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
    const controller = new AbortController();
    const attempt = connect(address, { signal: controller.signal });
    controller.abort(reason);
    await expect(attempt).rejects.toBe(reason);
  });
});

describe.skipIf(!canStartBus)('connecting to a real bus', () => {
  test('tries the addresses in turn', async () => {
    await using own = await startPrivateBus();
    await using bus = await connect(`unix:path=${folder}/nothing;${own.address}`);
    expect(bus.name).toMatch(/^:1\./);
  });

  test('finds a bus whose path is escaped', async () => {
    await using own = await startPrivateBus();
    const escaped = own.address.replaceAll('-', '%2d');
    await using bus = await connect(escaped);
    expect(escaped).not.toBe(own.address);
    expect(bus.name).toMatch(/^:1\./);
  });

  test('is refused by the policy of a bus', async () => {
    await using own = await startPrivateBus({ policy: '<policy context="default"><deny user="*"/></policy>' });
    expect(await errorCode(() => connect(own.address))).toBe('refused');
  });
});
