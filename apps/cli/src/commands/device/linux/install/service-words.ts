import { resolve } from 'node:path';
import type { BoardOptions } from '../board-options.ts';
import type { SpecifierWord } from './unit-word.ts';

/** A secret of the service, which systemd hands to it in a file that only its user reads. */
export interface Credential {
  /** Name of the credential and of its file. */
  readonly name: string;
  readonly secret: string;
}

/** Arguments of the service. */
export interface ServiceWords {
  readonly words: readonly (string | SpecifierWord)[];
  readonly credentials: readonly Credential[];
}

/** Returns the arguments with which the service is started. No secret is among them: all users see them. */
export function serviceWords(options: BoardOptions): ServiceWords {
  const credentials: Credential[] = [];
  const words: (string | SpecifierWord)[] = ['device', '--linux'];

  const add = (flag: string, value: string | number | undefined) => {
    // A value that looks like an option is one only behind a sign.
    if (value !== undefined) words.push(...(String(value).startsWith('-') ? [`${flag}=${value}`] : [flag, `${value}`]));
  };
  const addFlag = (flag: string, isSet: boolean | undefined) => {
    if (isSet) words.push(flag);
  };
  const addSecret = (flag: string, secret: string | false | undefined) => {
    if (typeof secret !== 'string') return;
    const name = flag.slice(2);
    credentials.push({ name, secret });
    words.push(`${flag}-file`, { specifier: `%d/${name}` });
  };

  add('--transport', options.transport);
  add('--name', options.name);
  add('--security', options.security);
  addSecret('--pop', options.pop);
  addFlag('--no-pop', options.pop === false);
  add('--username', options.username);
  addSecret('--password', options.password);
  add('--state', options.state === undefined ? undefined : resolve(options.state));
  add('--wifi', options.wifi);
  add('--wifi-interface', options.wifiInterface);
  add('--ble-adapter', options.bleAdapter);
  add('--hotspot', options.hotspot);
  addSecret('--hotspot-password', options.hotspotPassword);
  add('--port', options.port);
  addFlag('--serve-app', options.serveApp === true);
  if (typeof options.serveApp === 'string') words.push(`--serve-app=${resolve(options.serveApp)}`);
  add('--start', options.start);
  add('--offline-after', options.offlineAfter);
  add('--failed-boots', options.failedBoots);
  add('--window', options.window);
  addFlag('--session-only', options.sessionOnly === true);
  for (const hook of options.hook ?? []) add('--hook', hook);
  add('--button', options.button);
  for (const { name, program } of options.endpoint ?? []) add('--endpoint', `${name}=${program}`);
  add('--endpoints', options.endpoints === undefined ? undefined : resolve(options.endpoints));
  for (const [label, { version, capabilities }] of options.appInfo ?? []) {
    add('--app-info', `${label}=${JSON.stringify({ ver: version, cap: capabilities })}`);
  }
  addFlag('--exit-when-provisioned', options.exitWhenProvisioned);
  add('--log-level', options.logLevel === 'info' ? undefined : options.logLevel);
  // The journal is read by more people than the screen of the board.
  words.push('--no-qr');
  return { words, credentials };
}
