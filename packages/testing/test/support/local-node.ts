import type { Transport } from '@esp-prov/client';
import { Protocomm } from '@esp-prov/device';
import { type DeviceSecurity, utf8 } from '@esp-prov/protocol';
import { memoryLink } from '../../src/index.ts';

/** A node in the local network, with the endpoints of one of the protocols. */
export interface LocalNode {
  /** Opens a transport to it; `opened` counts them, `closed` those that were closed. */
  open(address: string): Transport;
  readonly addresses: string[];
  closed: number;
  /** Requests that its endpoint got. */
  readonly requests: Uint8Array[];
  /** Starts its service anew, as after a reset: it knows no session any more. */
  restart(): Promise<void>;
}

/** Returns a node whose endpoint `control` answers with what it was sent, reversed. */
export async function localNode(
  security: () => DeviceSecurity,
  { prefix, version, control }: { readonly prefix: string; readonly version?: string; readonly control: string },
): Promise<LocalNode> {
  const link = memoryLink();
  const requests: Uint8Array[] = [];
  const start = async () => {
    const protocomm = new Protocomm({ security: security() });
    protocomm.addSecurity(`${prefix}/session`);
    if (version !== undefined) protocomm.add(`${prefix}/version`, () => utf8(version), 'version');
    protocomm.add(control, (request) => {
      requests.push(Uint8Array.from(request));
      return Uint8Array.from(request).reverse();
    });
    await link.device.start({ name: 'node', endpoints: [] }, protocomm);
  };
  await start();
  const node: LocalNode = {
    addresses: [],
    closed: 0,
    requests,
    open(address) {
      node.addresses.push(address);
      const inner = link.connect();
      return {
        kind: inner.kind,
        maxRequest: inner.maxRequest,
        endpoints: undefined,
        exchange: (...given) => inner.exchange(...given),
        async [Symbol.asyncDispose]() {
          node.closed++;
          await inner[Symbol.asyncDispose]();
        },
      };
    },
    restart: start,
  };
  return node;
}
