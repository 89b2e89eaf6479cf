import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Endpoint, Protocomm } from '@esp-prov/device';
import { endpointNames, sec1Device, utf8 } from '@esp-prov/protocol';
import { secrets } from './secrets.ts';

/** What a device that is set up already says of itself. */
const setUp = '{"prov":{"ver":"netprov-v1.2","sec_ver":1,"sec_patch_ver":0,"cap":[]}}';

/** How one request to a custom endpoint goes wrong: its connection ends without an answer, or nothing ever comes. */
export type SessionFault = 'drop-after' | 'hang';

/** A device over HTTP that is set up already, and what it got. */
export interface SessionDevice extends AsyncDisposable {
  readonly address: string;
  /** Plain requests to custom endpoints in their order, as `ENDPOINT TEXT`. */
  readonly heard: string[];
  /** Paths of all requests. */
  readonly asked: string[];
  /** Waits until an endpoint has been asked this often. */
  isAsked(endpoint: string, times: number): Promise<void>;
  /** Whether no connection gets an answer. */
  away: boolean;
  /** Faults of the requests to custom endpoints, by their number from 1 on. */
  readonly faults: Map<number, SessionFault>;
  /** Takes and gives endpoints while it runs. */
  readonly protocomm: Protocomm;
}

/** Opens a device with these custom endpoints; `lamp` answers backwards, unless told otherwise. */
export async function openSessionDevice(
  endpoints: Readonly<Record<string, Endpoint>> = { lamp: (request) => request.toReversed() },
  version: string = setUp,
): Promise<SessionDevice> {
  const protocomm = new Protocomm({ security: sec1Device({ pop: secrets.pop }) });
  const known = new Set<string>([endpointNames.session, endpointNames.version, ...Object.keys(endpoints)]);
  const heard: string[] = [];
  const asked: string[] = [];
  const looks = new Set<() => void>();
  const faults = new Map<number, SessionFault>();
  protocomm.addSecurity(endpointNames.session);
  protocomm.add(endpointNames.version, () => utf8(version), 'version');
  for (const [name, answer] of Object.entries(endpoints)) {
    protocomm.add(name, (request, context) => {
      heard.push(`${name} ${Buffer.from(request).toString('latin1')}`);
      return answer(request, context);
    });
  }
  let customs = 0;
  protocomm.open(1);
  const server = createServer(async (request, response) => {
    const endpoint = (request.url ?? '').slice(1);
    if (device.away) return void request.socket.destroy();
    asked.push(endpoint);
    for (const look of [...looks]) look();
    const body: Buffer[] = [];
    for await (const chunk of request) body.push(chunk);
    if (!known.has(endpoint)) {
      response.statusCode = 404;
      return void response.end('This URI does not exist');
    }
    const fault = endpoint in endpoints ? faults.get(++customs) : undefined;
    if (fault === 'hang') return;
    try {
      const answer = await protocomm.handle(1, endpoint, new Uint8Array(Buffer.concat(body)));
      if (fault === 'drop-after') request.socket.destroy();
      else response.end(answer);
    } catch {
      // As the firmware does where it refuses something.
      request.socket.destroy();
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const device: SessionDevice = {
    away: false,
    isAsked: (endpoint, times) =>
      new Promise((resolve) => {
        const look = () => {
          if (asked.filter((each) => each === endpoint).length < times) return;
          looks.delete(look);
          resolve();
        };
        looks.add(look);
        look();
      }),
    address: `127.0.0.1:${port}`,
    heard,
    asked,
    faults,
    protocomm,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return device;
}
