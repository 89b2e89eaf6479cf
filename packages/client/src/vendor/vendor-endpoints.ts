import type { VersionInfo } from '@esp-prov/protocol';
import { rmakerChallengeEndpoint } from './rmaker-challenge.ts';
import { rmakerClaimEndpoint } from './rmaker-claim.ts';
import { rmakerDataEndpoints } from './rmaker-params.ts';

/** An endpoint of a vendor that a device says it has. */
export interface VendorEndpoint {
  readonly name: string;
  /** What it is for, in a few words. */
  readonly meaning: string;
}

/** Applications of ESP RainMaker, what they can, and the endpoints that come with it. */
const known: readonly (readonly [label: string, capability: string, endpoints: readonly VendorEndpoint[]])[] = [
  ['rmaker', 'claim', [{ name: rmakerClaimEndpoint, meaning: 'gets the RainMaker node a certificate' }]],
  ['rmaker', 'camera_claim', [{ name: rmakerClaimEndpoint, meaning: 'gets the RainMaker camera a certificate' }]],
  ['rmaker_extra', 'ch_resp', [{ name: rmakerChallengeEndpoint, meaning: 'proves which RainMaker node it is' }]],
  [
    'rmaker_extra',
    'local_ctrl',
    [
      { name: rmakerDataEndpoints.params, meaning: 'reads the parameters of the RainMaker node' },
      { name: rmakerDataEndpoints.set, meaning: 'sets parameters of the RainMaker node' },
      { name: rmakerDataEndpoints.config, meaning: 'reads the configuration of the RainMaker node' },
    ],
  ],
];

/** Returns the endpoints of vendors that are known by what a device says of its applications. It is not authenticated. */
export function vendorEndpoints({ applications }: Pick<VersionInfo, 'applications'>): VendorEndpoint[] {
  return known.flatMap(([label, capability, endpoints]) =>
    applications.get(label)?.capabilities.includes(capability) ? endpoints : [],
  );
}
