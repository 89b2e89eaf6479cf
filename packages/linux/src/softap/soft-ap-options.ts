import type { ServedPage, WifiConnection } from '@esp-prov/device';
import type { Clock, Log, ProvisioningError } from '@esp-prov/protocol';
import type { Programs } from '../programs/programs.ts';
import type { BoardWifi } from '../wifi/board-wifi.ts';

/** What a SoftAP service of a board works with. */
export interface SoftApOptions {
  readonly wifi: BoardWifi;
  readonly programs: Programs;
  /** WPA2 passphrase of the access point; undefined: it is open. */
  readonly passphrase?: string | undefined;
  /** Channel; default: that of the strongest network in 2.4 GHz. */
  readonly channel?: number | undefined;
  /** Address of the board in its access point; default `192.168.4.1/24`, where clients look for a device. */
  readonly address?: string | undefined;
  /** Port of the HTTP service; default 80. */
  readonly port?: number | undefined;
  /** Port of the name service; default 53. */
  readonly namePort?: number | undefined;
  /** Page that is served beside the endpoints. */
  readonly page?: ServedPage['files'] | undefined;
  /** Whether the access point stays open during a join where the radio is able to do both; default true. */
  readonly atOnce?: boolean | undefined;
  readonly clock: Clock;
  readonly log: Log;
  readonly onEvent?: ((event: SoftApEvent) => void) | undefined;
}

/** What happens to an access point of a board. */
export type SoftApEvent =
  | { readonly kind: 'opened'; readonly interfaceName: string; readonly channel: number; readonly atOnce: boolean }
  /** It makes room for a join on the same radio. */
  | { readonly kind: 'closed-for-join' }
  /** It, or its server of addresses, ended by itself, and is opened again. */
  | { readonly kind: 'lost'; readonly error: ProvisioningError }
  /** It cannot be opened again: no client reaches the service any more. */
  | { readonly kind: 'failed'; readonly error: ProvisioningError }
  /** The board has joined and no client can ask how it went, so the service is of no use any more. */
  | { readonly kind: 'unreachable'; readonly connection: WifiConnection };
