import { type Random, rainmakerQrPage } from '@esp-prov/protocol';
import { NodeKey } from './node-key.ts';
import { rainmakerChallengeEndpoint } from './rainmaker-challenge.ts';
import { rainmakerClaimEndpoint } from './rainmaker-claim.ts';
import { rainmakerDataEndpoints } from './rainmaker-data.ts';
import { RainmakerNode } from './rainmaker-node.ts';
import type { Vendor } from './vendor-application.ts';

/** What a RainMaker node is made of. */
export interface RainmakerOptions {
  readonly random?: Random | undefined;
  /** Whether its QR code is the compact one; default true. */
  readonly compactQr?: boolean | undefined;
}

/**
 * Returns an application of ESP RainMaker that nobody has claimed: a light with the endpoints for its claim, for
 * challenges, and for its parameters. The key of the node is made at every start.
 *
 * @example
 * new VirtualEsp32({ transport, vendor: rainmaker() });
 */
export function rainmaker({ random, compactQr = true }: RainmakerOptions = {}): Vendor {
  return (parts) => {
    const node = new RainmakerNode(parts, NodeKey.make(random));
    return {
      applications: new Map([
        ['rmaker', { version: '1.0', capabilities: ['claim'] }],
        ['rmaker_extra', { version: '1.0', capabilities: ['ch_resp', 'local_ctrl'] }],
      ]),
      endpoints: [
        { name: 'rmaker_claim', handler: rainmakerClaimEndpoint(node, parts) },
        { name: 'ch_resp', handler: rainmakerChallengeEndpoint(node, parts.log) },
        ...rainmakerDataEndpoints(node, parts.log),
      ],
      words: {
        'scan-qr-code': ['info', 'app_network', 'Scan this QR code from the ESP RainMaker phone app for Provisioning.'],
        'qr-code-url': ['info', 'app_network', 'If QR code is not visible, copy paste the below URL in a browser.\n%s'],
      },
      qr: { page: rainmakerQrPage, compact: compactQr },
    };
  };
}
