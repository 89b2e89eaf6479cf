import type { FirmwareWords, ManagerSettings } from '@esp-prov/device';
import type { SecurityVersion } from '@esp-prov/protocol';
import type { StationRules } from '../air/station-rules.ts';
import type { BleBehaviour } from './ble-behaviour.ts';
import type { ExampleWords } from './words/example-words.ts';

/** How a release answers `proto-ver`. */
export type VersionReply =
  /** The bare version of firmware before the manager. */
  | { readonly kind: 'plain'; readonly version: string }
  /** The betas of v3.2 and v3.3 compare the request with their version and answer SUCCESS. */
  | { readonly kind: 'compare'; readonly version: string }
  | {
      readonly kind: 'json';
      /** `prov.ver`. */
      readonly version: string;
      /** Whether `sec_ver` is sent; since v5.0. */
      readonly tellsSecurity: boolean;
      /** Whether `sec_patch_ver` is sent; since the patch releases of 2025. */
      readonly tellsPatch: boolean;
      /** Capabilities besides those of the scheme. */
      readonly capabilities: readonly string[];
    };

/** What a firmware release does on the wire and in its log, as data. */
export interface ReleaseProfile {
  readonly name: string;
  /** Version of ESP-IDF in the boot log. */
  readonly idfVersion: string;
  /** What the profile reproduces, as a sentence. */
  readonly description: string;
  readonly versionReply: VersionReply;
  /** Schemes that the release knows. */
  readonly schemes: readonly SecurityVersion[];
  /** Default scheme of the example application. */
  readonly securityVersion: SecurityVersion;
  /** Patch level of security 2; 0 reuses one nonce for all messages of a session. */
  readonly sec2PatchVersion: 0 | 1;
  /** Whether security 2 accepts a client that sends a key which is zero modulo the prime, without the password. */
  readonly acceptsZeroKey: boolean;
  /** Whether a first handshake message in the middle of a session starts over; before v4.0.3 it is refused. */
  readonly restartsHandshake: boolean;
  /** Whether it behaves to the letter, or as carefully as the project's own device: re-rolled keys, a brake on guessing. */
  readonly exact: boolean;
  /** What ties an HTTP session together: a cookie, or before v4.0.3 the socket. */
  readonly httpSession: 'cookie' | 'socket';
  /** Whether head and body of an HTTP answer go out apart, the body behind an acknowledgement; esp_http_server does it in every release. */
  readonly httpSegments: 'whole' | 'split';
  readonly ble: BleBehaviour;
  /** Endpoints of the manager that the release lacks. */
  readonly lacks: readonly string[];
  /** What differs in its log from ESP-IDF v5.5.5. */
  readonly words: Partial<FirmwareWords>;
  /** Differences from the newest manager. */
  readonly manager: Partial<ManagerSettings>;
  /** What its station joins. */
  readonly station: StationRules;
  readonly example: ExampleBehaviour;
  /** Holes that the profile reproduces on purpose, each as a sentence; named at boot. */
  readonly warnings: readonly string[];
}

/** What the example application of a release does. */
export interface ExampleBehaviour {
  /** What differs in its log from the example of ESP-IDF v5.5.5. */
  readonly words: Partial<ExampleWords>;
  /** When it joins again by itself after the station was lost: always, not with credentials yet unproven, or never. */
  readonly rejoins: 'always' | 'once-proven' | 'never';
  /** Whether it returns to provisioning by itself after a failure. */
  readonly resetOnFailure: boolean;
  /** Failures that it counts before it does so. */
  readonly failuresBeforeReset: number;
  /** Whether it has the endpoint `custom-data`; since v4.2. */
  readonly customData: boolean;
  /** The QR code that it prints, since v4.3; `network` also names the kind of network if there is no PoP. */
  readonly qrCode: 'none' | 'plain' | 'network';
}

/** Proof of possession of every example, and the password of security 2. */
export const examplePop = 'abcd1234';

/** User name of security 2 in the examples. */
export const exampleUsername = 'wifiprov';

/** Salt of security 2 in the examples' development mode. */
export const exampleSalt = '036ee0c7bcb9eda84c9eac97d93decf4';
