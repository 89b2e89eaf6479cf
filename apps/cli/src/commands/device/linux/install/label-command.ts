import { resolve } from 'node:path';
import { shellWord } from '../../shell-word.ts';
import type { BoardOptions } from '../board-options.ts';
import { credentialsFolder } from './unit-text.ts';

/** Returns the command line that prints the label of an installed board: with all options of the service that it depends on. */
export function labelCommand(options: BoardOptions): string {
  const words = ['--show-label'];
  const add = (flag: string, value: string | number | undefined) => {
    if (value !== undefined) words.push(...(String(value).startsWith('-') ? [`${flag}=${value}`] : [flag, `${value}`]));
  };
  const addSecret = (flag: string, secret: string | false | undefined) => {
    if (typeof secret === 'string') add(`${flag}-file`, `${credentialsFolder}/${flag.slice(2)}`);
  };
  add('--transport', options.transport);
  add('--name', options.name);
  add('--security', options.security);
  addSecret('--pop', options.pop);
  if (options.pop === false) words.push('--no-pop');
  add('--username', options.username);
  addSecret('--password', options.password);
  add('--state', options.state === undefined ? undefined : resolve(options.state));
  add('--hotspot', options.hotspot);
  addSecret('--hotspot-password', options.hotspotPassword);
  return ['sudo esp-prov device --linux', ...words.map((word) => shellWord(word))].join(' ');
}
