import type { Endpoint } from '@esp-prov/device';
import type { IdentityDemands, LinuxDeviceOptions } from '@esp-prov/linux';
import type { Output } from '../../../report/output.ts';
import type { BoardOptions } from './board-options.ts';
import { stateFolder } from './state-folder.ts';

/** Returns who the board is to be in place of its own identity. */
export function identityDemands(options: BoardOptions): IdentityDemands {
  const { name, security, pop, username, password, hotspot, hotspotPassword: passphrase } = options;
  return {
    name,
    securityVersion: security,
    secret:
      pop === undefined && username === undefined && password === undefined
        ? undefined
        : {
            ...(pop === undefined ? {} : { pop: pop === false ? null : pop }),
            ...(username === undefined ? {} : { username }),
            ...(password === undefined ? {} : { password }),
          },
    hotspot: hotspot === 'open' ? { open: true } : passphrase === undefined ? undefined : { open: false, passphrase },
  };
}

/** Returns what the options say to the library; the page is read on the way. */
export async function linuxDeviceOptions(
  options: BoardOptions,
  { output, endpoints }: { readonly output: Output; readonly endpoints: Readonly<Record<string, Endpoint>> },
): Promise<LinuxDeviceOptions> {
  const { serveApp, start, offlineAfter, failedBoots, window } = options;
  const page = serveApp === undefined ? undefined : await readServedApp(serveApp, output);
  return {
    ...identityDemands(options),
    transport: options.transport === 'softap' ? 'softap' : 'ble',
    stateFolder: stateFolder(options),
    wifi: { service: options.wifi, interfaceName: options.wifiInterface },
    bluetooth: { adapter: options.bleAdapter },
    port: options.port,
    page,
    start: { on: start, offlineMs: milliseconds(offlineAfter), failedBoots, windowMs: milliseconds(window) },
    sessionOnly: options.sessionOnly === undefined ? undefined : true,
    endpoints,
    appInfo: Object.fromEntries(
      (options.appInfo ?? []).map(([label, { version, capabilities }]) => [label, { ver: version, cap: capabilities }]),
    ),
  };
}

/** Loaded on demand, as few boards serve a page. */
async function readServedApp(folder: string | true, output: Output) {
  return await (await import('../served-app.ts')).servedApp(folder, output);
}

function milliseconds(seconds: number | undefined): number | undefined {
  return seconds === undefined ? undefined : seconds * 1000;
}
