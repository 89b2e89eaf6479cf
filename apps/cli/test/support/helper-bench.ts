import { connect } from 'node:net';
import type { FoundDevice, Transport } from '@esp-prov/client';
import { type Clock, ProvisioningError, utf8 } from '@esp-prov/protocol';
import type { HelperReach, LinkTarget } from '../../src/commands/web/helper-reach.ts';
import { HelperServer } from '../../src/commands/web/helper-server.ts';
import { LinkTable, type LinkTableOptions } from '../../src/commands/web/link-table.ts';
import type { PageFile } from '../../src/commands/web/page-files.ts';

/** Token of the benches; a real one is drawn. */
export const benchToken = '0123456789abcdef0123456789abcdef';

/** What a bench has of its own. */
export interface HelperBenchOptions extends LinkTableOptions {
  readonly open?: HelperReach['open'];
  readonly scan?: HelperReach['scan'];
  readonly origins?: readonly string[];
  readonly files?: ReadonlyMap<string, PageFile>;
  readonly clock?: Clock;
  readonly exchangeMs?: number;
  readonly stallMs?: number;
}

/** A helper's server over devices that are made up. */
export async function helperBench(options: HelperBenchOptions = {}) {
  const opened: LinkTarget[] = [];
  const links = new LinkTable(options);
  const reach: HelperReach = {
    scan: options.scan ?? async function* () {},
    serialPorts: async () => [{ path: '/dev/ttyUSB0', description: 'CP2102' }],
    open: async (target, signal) => {
      opened.push(target);
      return await (options.open ?? (async () => echoTransport()))(target, signal);
    },
    [Symbol.asyncDispose]: async () => undefined,
  };
  const { origins = [], files = onePage, exchangeMs = 60_000, stallMs } = options;
  const common = { reach, links, files, origins, exchangeMs, stallMs, token: benchToken, ticket: 'ticket', port: 0 };
  const server = await HelperServer.open(common);
  const base = `http://localhost:${server.port}`;
  return {
    base,
    port: server.port,
    links,
    opened,
    server,
    /** Requests with the token, unless headers say otherwise. */
    request: async (path: string, { headers = {}, ...init }: RequestInit = {}) =>
      await fetch(`${base}${path}`, { ...init, headers: { 'X-Esp-Prov-Token': benchToken, ...headers } }),
    async [Symbol.asyncDispose]() {
      await server[Symbol.asyncDispose]();
      await links[Symbol.asyncDispose]();
    },
  };
}

const onePage: ReadonlyMap<string, PageFile> = new Map([
  ['/index.html', { type: 'text/html; charset=utf-8', body: utf8('<!doctype html>'), etag: '"1"' }],
  ['/app/main.js', { type: 'text/javascript; charset=utf-8', body: utf8('export {};'), etag: '"2"' }],
]);

/** A transport whose answers are the endpoint and the request. */
export function echoTransport(part: Partial<Transport> = {}): Transport {
  return {
    kind: 'http',
    maxRequest: 4096,
    endpoints: undefined,
    exchange: async (endpoint, request) => utf8(`${endpoint}:${new TextDecoder().decode(request)}`),
    [Symbol.asyncDispose]: async () => undefined,
    ...part,
  };
}

/** A device as a scan finds it. */
export function foundDevice(part: Partial<FoundDevice> = {}): FoundDevice {
  const services = ['021a9004-0382-4aea-bff4-6b3f1c5adfb4'];
  return { id: '24:0a:c4:26:1f:cc', name: 'PROV_1', rssi: -50, services, manufacturerData: undefined, ...part };
}

/** Sends text as it is to a port of this machine and returns all that comes back until the other side closes. */
export async function rawExchange(port: number, text: string | readonly string[], host = '127.0.0.1'): Promise<string> {
  const socket = connect({ port, host });
  const chunks: Buffer[] = [];
  socket.on('data', (chunk: Buffer) => chunks.push(chunk));
  for (const part of typeof text === 'string' ? [text] : text) socket.write(part);
  await new Promise<void>((resolve) => {
    socket.once('close', () => resolve());
    socket.once('error', () => resolve());
  });
  return Buffer.concat(chunks).toString('latin1');
}

/** Returns the code of an error that the helper answers with. */
export async function helperCode(response: Response): Promise<string> {
  const { error } = (await response.json()) as { error: { code: string } };
  return error.code;
}

/** A device that is not there. */
export function unreachable(): ProvisioningError {
  return new ProvisioningError('link/unreachable', 'nothing answers', { details: { sent: false } });
}
