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

/** What the dispatcher of a service is made of. */
export interface ProtocommParts {
  readonly start: StartOptions;
  readonly runner: ManagerRunner;
  readonly settings: ManagerSettings;
  readonly wifi: WifiDriver;
  readonly clock: Clock;
  readonly brake: GuessingBrake;
  readonly log: Log;
  readonly words: Partial<FirmwareWords> | undefined;
  readonly logsSecrets: boolean;
  readonly lines: FirmwareLog;
  readonly applications: ReadonlyMap<string, ComponentVersion>;
  readonly custom: ReadonlyMap<string, { readonly handler: Endpoint | undefined }>;
  readonly onSecurityEvent: (event: SecurityEvent) => void;
}

/** Returns the dispatcher of a service with the endpoints that the manager offers. */
export function makeProtocomm(parts: ProtocommParts): Protocomm {
  const {
    start,
    runner,
    settings,
    wifi,
    clock,
    brake,
    log,
    words,
    logsSecrets,
    lines,
    applications,
    custom,
    onSecurityEvent,
  } = parts;
  const { answersThread } = settings;
  const protocomm = new Protocomm({
    security: start.security,
    log,
    words,
    logsSecrets,
    brake: start.brake === false ? undefined : brake,
    keepsReplacedSession: start.keepsReplacedSession,
    onSecurityEvent,
  });
  const version = encodeVersionInfo(defaultVersion(start, applications));
  protocomm.add(endpointNames.version, start.version ?? (() => Uint8Array.from(version)), 'version');
  protocomm.addSecurity(endpointNames.session);
  protocomm.add(endpointNames.config, withCommandLines('config', lines, wifiConfigEndpoint(runner, settings, lines)));
  const scan = wifiScanEndpoint({ wifi, clock, lines, log, settings, phase: () => runner.state.phase });
  protocomm.add(endpointNames.scan, withCommandLines('scan', lines, scan));
  protocomm.add(endpointNames.control, withCommandLines('control', lines, controlEndpoint(runner, answersThread)));
  for (const [name, { handler }] of custom) if (handler) protocomm.add(name, handler);
  for (const name of start.without ?? []) protocomm.remove(name);
  return protocomm;
}

/** Returns the version text of ESP-IDF v5.5 for a scheme. */
function defaultVersion(
  { security, capabilities: schemeCapabilities = [] }: StartOptions,
  applications: ReadonlyMap<string, ComponentVersion>,
): VersionInfo {
  return {
    version: 'v1.1',
    managed: true,
    securityVersion: security.version,
    securityPatchVersion: security.patchVersion,
    capabilities: [
      ...(security.version === 0 ? [capabilities.noSecurity] : []),
      ...new Set([...(security.capabilities ?? []), ...schemeCapabilities]),
      capabilities.wifiScan,
    ],
    applications,
  };
}
