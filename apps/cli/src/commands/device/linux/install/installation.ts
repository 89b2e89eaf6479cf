import { resolve } from 'node:path';
import { ProvisioningError } from '@esp-prov/protocol';
import type { BoardOptions } from '../board-options.ts';
import { busPolicy } from './bus-policy.ts';
import { polkitRule } from './polkit-rule.ts';
import { serviceWords } from './service-words.ts';
import { type SystemFile, serviceName } from './system-file.ts';
import { sysusers } from './sysusers.ts';
import { credentialsFolder, unitText } from './unit-text.ts';

/** Where the files are: below `/etc`, where those of the administrator belong. A package has its own below `/usr`. */
export const installedPaths: Readonly<Record<'unit' | 'wanted' | 'polkit' | 'bus' | 'sysusers', string>> = {
  unit: `/etc/systemd/system/${serviceName}`,
  wanted: `/etc/systemd/system/multi-user.target.wants/${serviceName}`,
  polkit: '/etc/polkit-1/rules.d/50-esp-prov.rules',
  bus: '/etc/dbus-1/system.d/org.esp_prov.Device.conf',
  sysusers: '/etc/sysusers.d/esp-prov.conf',
};

const stateParent = '/var/lib/';

/**
 * Returns the files that make a board a device at every start, in the order in which they are written.
 *
 * @param program - the command as the board runs it: a program, or Node and a script
 * @throws ProvisioningError `usage/invalid-option` for a folder of the state that systemd would not make
 */
export function installation(options: BoardOptions, program: readonly string[]): SystemFile[] {
  const { wifi } = options;
  const softAp = options.transport === 'softap';
  const gpio = options.button !== undefined;
  const stateName = stateNameOf(options.state);
  const { words, credentials } = serviceWords(options);
  const unit = unitText({
    command: [...program, ...words],
    credentials: credentials.map(({ name }) => name),
    softAp,
    wifi,
    gpio,
    stateName,
  });
  const file = (path: string, content: string): SystemFile => ({ path, mode: 0o644, content, kind: 'file' });
  return [
    file(installedPaths.sysusers, sysusers({ state: `${stateParent}${stateName}`, gpio })),
    file(installedPaths.bus, busPolicy({ wpaSupplicant: wifi !== 'networkmanager' })),
    ...(wifi === 'wpa-supplicant' ? [] : [file(installedPaths.polkit, polkitRule({ softAp }))]),
    ...credentials.map(({ name, secret }): SystemFile => {
      return { path: `${credentialsFolder}/${name}`, mode: 0o600, content: secret, kind: 'secret' };
    }),
    file(installedPaths.unit, unit),
    { path: installedPaths.wanted, mode: 0o777, content: installedPaths.unit, kind: 'link' },
  ];
}

function stateNameOf(state: string | undefined): string {
  if (state === undefined) return 'esp-prov';
  const path = resolve(state);
  const name = path.slice(stateParent.length);
  if (path.startsWith(stateParent) && /^[A-Za-z0-9._/-]+$/.test(name)) return name;
  throw new ProvisioningError(
    'usage/invalid-option',
    `--state: Expected a folder below /var/lib, which systemd makes for the service, for example /var/lib/lamp`,
  );
}
