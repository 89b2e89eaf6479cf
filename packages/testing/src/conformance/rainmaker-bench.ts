import type { RainmakerProvisioning } from '@esp-prov/client/rainmaker';

/** An adapter for Espressif's TypeScript SDKs, and a device that it can reach. */
export interface RainmakerBench {
  readonly adapter: RainmakerProvisioning;
  readonly transport: 'ble' | 'softap';
  /** Name of the one device in range, four characters or more; it is not provisioned. */
  readonly name: string;
  /** Its proof of possession, or its password under security 2. */
  readonly pop: string;
  /** A network that it hears and can join by this password, which has 8 characters or more. */
  readonly network: { readonly ssid: string; readonly passphrase: string };
  /** A custom endpoint that answers so. */
  readonly custom: { readonly endpoint: string; readonly request: Uint8Array; readonly answer: Uint8Array };
  close(): Promise<void>;
}
