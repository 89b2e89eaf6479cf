import {
  type Clock,
  type ComponentVersion,
  capabilities,
  encodeVersionInfo,
  endpointNames,
  type Log,
  type VersionInfo,
} from '@esp-prov/protocol';
import type { Endpoint } from '../endpoint.ts';
import { withCommandLines } from '../endpoints/command-lines.ts';
import { controlEndpoint } from '../endpoints/control.ts';
import { wifiConfigEndpoint } from '../endpoints/wifi-config.ts';
import { wifiScanEndpoint } from '../endpoints/wifi-scan.ts';
import type { GuessingBrake } from '../protocomm/guessing-brake.ts';
import { Protocomm, type SecurityEvent } from '../protocomm/protocomm.ts';
import type { WifiDriver } from '../wifi/wifi-driver.ts';
import type { FirmwareLog } from '../words/firmware-log.ts';
import type { FirmwareWords } from '../words/firmware-words.ts';
import type { StartOptions } from './manager-options.ts';
import type { ManagerRunner } from './manager-runner.ts';
import type { ManagerSettings } from './manager-settings.ts';

/** What the endpoints of provisioning work with. */
export interface ProvisioningParts {
  readonly start: StartOptions;
  readonly runner: ManagerRunner;
  readonly settings: ManagerSettings;
  readonly wifi: WifiDriver;
  readonly clock: Clock;
  readonly log: Log;
  readonly lines: FirmwareLog;
}

/** What the dispatcher of a service is made of. */
export interface ProtocommParts extends ProvisioningParts {
  readonly offersProvisioning: boolean;
  readonly brake: GuessingBrake;
  readonly words?: Partial<FirmwareWords> | undefined;
  readonly logsSecrets?: boolean | undefined;
  readonly applications: Iterable<readonly [string, ComponentVersion]>;
  readonly custom: ReadonlyMap<string, { readonly handler: Endpoint | undefined }>;
  readonly onSecurityEvent: (event: SecurityEvent) => void;
}

/** The endpoints that go after success in session-only mode, in the order in which the firmware removes them. */
export const provisioningEndpoints: readonly string[] = [
  endpointNames.control,
  endpointNames.scan,
  endpointNames.config,
];

/** Returns the dispatcher of a service with the endpoints that the manager offers. */
export function makeProtocomm(parts: ProtocommParts): Protocomm {
  const { start, runner, settings, brake, log, words, logsSecrets, custom, onSecurityEvent } = parts;
  const protocomm = new Protocomm({
    security: start.security,
    log,
    words,
    logsSecrets,
    brake: start.brake === false ? undefined : brake,
    keepsReplacedSession: start.keepsReplacedSession,
    onSecurityEvent,
  });
  const applications = [...parts.applications];
  const offers = () => (settings.renewsVersion ? runner.state.provisioning : parts.offersProvisioning);
  const version = () => encodeVersionInfo({ ...defaultVersion(start, offers()), applications });
  protocomm.add(endpointNames.version, start.version ?? version, 'version');
  protocomm.addSecurity(endpointNames.session);
  if (parts.offersProvisioning) addProvisioning(protocomm, parts);
  for (const [name, { handler }] of custom) if (handler) protocomm.add(name, handler);
  for (const name of start.without ?? []) protocomm.remove(name);
  return protocomm;
}

/** Adds the endpoints of provisioning to a dispatcher. */
export function addProvisioning(protocomm: Protocomm, parts: ProvisioningParts): void {
  const { start, runner, settings, wifi, clock, log, lines } = parts;
  protocomm.add(endpointNames.config, withCommandLines('config', lines, wifiConfigEndpoint(runner, settings, lines)));
  const scan = wifiScanEndpoint({ wifi, clock, lines, log, settings, phase: () => runner.state.phase });
  protocomm.add(endpointNames.scan, withCommandLines('scan', lines, scan));
  const control = controlEndpoint(runner, settings.answersThread);
  protocomm.add(endpointNames.control, withCommandLines('control', lines, control));
  for (const name of start.without ?? []) protocomm.remove(name);
}

/** Returns the version text of ESP-IDF v5.5 for a scheme. */
function defaultVersion(
  { security, capabilities: schemeCapabilities = [] }: StartOptions,
  offersProvisioning: boolean,
): Omit<VersionInfo, 'applications'> {
  return {
    version: 'v1.1',
    managed: true,
    securityVersion: security.version,
    securityPatchVersion: security.patchVersion,
    capabilities: [
      ...(security.version === 0 ? [capabilities.noSecurity] : []),
      ...new Set([...(security.capabilities ?? []), ...schemeCapabilities]),
      ...(offersProvisioning ? [capabilities.wifiScan] : []),
    ],
  };
}
