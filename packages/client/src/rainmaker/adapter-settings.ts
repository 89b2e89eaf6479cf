import type { Clock, Log } from '@esp-prov/protocol';
import type { ProvisionStep } from '../provision/provision-step.ts';
import type { UnprovenConsent } from '../session/client-proof.ts';

/** What holds for all devices of an adapter. */
export interface AdapterSettings {
  /**
   * Whether to talk to devices that prove nothing: security 0, or 1 without a proof of possession. Default: refused with
   * `session/unproven`. That an SDK names security 0 is no consent, as it does so too where it knows no scheme.
   */
  readonly allowUnproven?: UnprovenConsent | undefined;
  /** The lowest patch level of security 2 that is accepted; default 0. */
  readonly minimumPatchVersion?: number | undefined;
  readonly clock?: Clock | undefined;
  readonly log?: Log | undefined;
}

/** Names that the SDKs have for kinds of transport. */
export type TransportName = 'ble' | 'softap';

/** What holds for all devices under provisioning. */
export interface ProvisionSettings extends AdapterSettings {
  /** Called with each step of a provisioning, the address at its end included; the SDKs pass on the outcome alone. */
  readonly onStep?: ((deviceName: string, step: ProvisionStep) => void) | undefined;
}
