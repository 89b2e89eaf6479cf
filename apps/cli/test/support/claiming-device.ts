import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Protocomm } from '@esp-prov/device';
import {
  type DeviceSecurity,
  endpointNames,
  fromHex,
  makeVerifier,
  sec0Device,
  sec1Device,
  sec2Device,
  utf8,
} from '@esp-prov/protocol';
import { secrets } from './secrets.ts';

const verifier = makeVerifier('wifiprov', secrets.otherPop, fromHex('036ee0c7bcb9eda84c9eac97d93decf4'));

/** What a device claims in `proto-ver`, which nothing proves, and the scheme that it then has. */
export const claims = {
  no_pop: ['{"prov":{"ver":"v1.1","sec_ver":1,"cap":["wifi_scan","no_pop"]}}', () => sec1Device({})],
  'sec 0': ['{"prov":{"ver":"v1.1","sec_ver":0,"cap":["wifi_scan"]}}', () => sec0Device()],
  no_sec: ['{"prov":{"ver":"v1.1","cap":["no_sec"]}}', () => sec0Device()],
  'sec 1': ['{"prov":{"ver":"v1.1","sec_ver":1,"cap":["wifi_scan"]}}', () => sec1Device({ pop: secrets.pop })],
  'sec 2': ['{"prov":{"ver":"v1.1","sec_ver":2,"sec_patch_ver":1,"cap":[]}}', () => sec2Device(verifier)],
  plain: ['V0.1', () => sec1Device({ pop: secrets.pop })],
} as const satisfies Record<string, readonly [string, () => DeviceSecurity]>;

export type Claim = keyof typeof claims;

/** A device over HTTP that claims something, and what it got. */
export interface ClaimingDevice extends AsyncDisposable {
  readonly address: string;
  /** Endpoints that were asked, in their order. */
  readonly asked: string[];
}

/** Opens a device that gives no answer to anything but its version and its handshake. */
export async function openClaimingDevice(claim: Claim): Promise<ClaimingDevice> {
  const [version, security] = claims[claim];
  const protocomm = new Protocomm({ security: security() });
  protocomm.addSecurity(endpointNames.session);
  protocomm.add(endpointNames.version, () => utf8(version), 'version');
  protocomm.open(1);
  const asked: string[] = [];
  const server = createServer(async (request, response) => {
    const endpoint = (request.url ?? '').slice(1);
    asked.push(endpoint);
    const body: Buffer[] = [];
    for await (const chunk of request) body.push(chunk);
    try {
      const answer = await protocomm.handle(1, endpoint, new Uint8Array(Buffer.concat(body)));
      response.end(answer);
    } catch {
      // As the firmware does where it refuses something.
      request.socket.destroy();
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    address: `127.0.0.1:${port}`,
    asked,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
