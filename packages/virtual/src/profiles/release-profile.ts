import type { FailReason, ManagerSettings } from '@esp-prov/device';
import type { SecurityVersion } from '@esp-prov/protocol';

/** What a firmware release does on the wire and in its log, as data. */
export interface ReleaseProfile {
  readonly name: string;
  /** What the profile reproduces, as a sentence. */
  readonly description: string;
  /** Scheme of the example application unless told otherwise. */
  readonly securityVersion: SecurityVersion;
  readonly pop: string;
  /** Differences from the newest manager. */
  readonly manager: Partial<ManagerSettings>;
  /** Words of the example application for a failure. */
  readonly failureText: Readonly<Record<FailReason, string>>;
  /** Whether the example application returns to provisioning by itself after a failure. */
  readonly resetOnFailure: boolean;
}
