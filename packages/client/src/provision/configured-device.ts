import type { Clock, VersionInfo } from '@esp-prov/protocol';

/** What a device is known to work on, whatever kind of network it joins. */
export interface ConfiguredDevice {
  readonly info: VersionInfo;
  readonly clock: Clock;
}
