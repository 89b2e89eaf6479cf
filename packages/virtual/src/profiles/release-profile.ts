import type { ConsoleDeviceOptions, FirmwareWords, ManagerSettings } from '@esp-prov/device';
import type { SecurityVersion, VersionLayout } from '@esp-prov/protocol';
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
      /** Capabilities besides those of the scheme; listed where provisioning is offered. */
      readonly capabilities: readonly string[];
      /** How the document is laid out; default: as cJSON prints it. */
      readonly layout?: VersionLayout | undefined;
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
  /** Those of them that its default configuration leaves out; an option of ESP-IDF's configuration adds them. */
  readonly schemesOffByDefault: readonly SecurityVersion[];
  /** Default scheme of the example application. */
  readonly securityVersion: SecurityVersion;
  /** Patch level of security 2; 0 reuses one nonce for all messages of a session. */
  readonly sec2PatchVersion: 0 | 1;
  /** Whether security 2 accepts a client that sends a key which is zero modulo the prime, without the password. */
  readonly acceptsZeroKey: boolean;
  /** Whether a first handshake message in the middle of a session starts over; before v4.0.3 it is refused. */
  readonly restartsHandshake: boolean;
  /** Whether the keystream of security 1 begins anew with every proof, and not where a wrong one ended; since v6.0. */
  readonly restartsKeystream: boolean;
  /** Whether a session that replaces another one is answered with its keys, without a handshake; v4.0.3 to v5.5.4, v6.0.1. */
  readonly keepsReplacedSession: boolean;
  /** Whether it behaves to the letter, or as carefully as the project's own device: re-rolled keys, a brake on guessing. */
  readonly exact: boolean;
  /** What ties an HTTP session together: a cookie, or before v4.0.3 the socket. */
  readonly httpSession: 'cookie' | 'socket';
  /** Whether head and body of an HTTP answer go out apart, the body behind an acknowledgement; esp_http_server does it in every release. */
  readonly httpSegments: 'whole' | 'split';
  readonly ble: BleBehaviour;
  /** How its console reads a line: what to hand to `ConsoleDeviceTransport`. */
  readonly console: Pick<ConsoleDeviceOptions, 'maxLine' | 'losesNext'>;
  /** Endpoints of the manager that the release lacks. */
  readonly lacks: readonly string[];
  /** What differs in its log from ESP-IDF v5.5.5. */
  readonly words: Partial<FirmwareWords>;
  /** Differences from the newest manager. */
  readonly manager: Partial<ManagerSettings>;
  /** What its station joins. */
  readonly station: StationRules;
  /** Whether the manager has the mode that offers a session only; since network_provisioning 1.4.0 (inferred). */
  readonly hasSessionOnly?: boolean | undefined;
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

/** What a device with `acceptsZeroKey` says at boot. */
export const acceptsZeroKeyWarning =
  'security 2 of this release accepts any client that sends a public key which is zero modulo the prime';

/** What a device with `keepsReplacedSession` says at boot. */
export const keepsReplacedSessionWarning =
  'a session of this release that replaces another one is answered with its keys, without a handshake';

/** Returns what a device says at boot: the holes of its release, and that another build than the default one is needed. */
export function bootWarnings({ warnings, schemesOffByDefault }: ReleaseProfile, scheme: SecurityVersion): string[] {
  if (!schemesOffByDefault.includes(scheme)) return [...warnings];
  const off = `security ${scheme} is off by default in this release: firmware has it only with ${schemeOption(scheme)}`;
  return [...warnings, off];
}

/** Returns the option of the firmware's configuration that adds a scheme. esp-idf: protocomm/Kconfig */
export function schemeOption(scheme: SecurityVersion): string {
  return `CONFIG_ESP_PROTOCOMM_SUPPORT_SECURITY_VERSION_${scheme}`;
}

/** Proof of possession of every example, and the password of security 2. */
export const examplePop = 'abcd1234';

/** User name of security 2 in the examples. */
export const exampleUsername = 'wifiprov';

/** Salt of security 2 in the examples' development mode. */
export const exampleSalt = '036ee0c7bcb9eda84c9eac97d93decf4';
