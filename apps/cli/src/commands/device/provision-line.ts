import { resolve } from 'node:path';
import { type AppEvent, examplePop, exampleUsername, type ReleaseProfile } from '@esp-prov/virtual';
import type { DeviceOptions } from './device-options.ts';
import { shellWord } from './shell-word.ts';

/** What a device that offers provisioning, or a session, says of itself. */
type Started = Extract<AppEvent, { readonly kind: 'provisioning-started' | 'session-started' }>;

/** The command line that provisions a virtual device, or talks to it. */
export interface ProvisionLine {
  /** Options by which a client reaches the device. */
  readonly way: readonly string[];
  /** The command with its arguments; default: the one that provisions, which needs no name. */
  readonly command?: readonly string[] | undefined;
  readonly started: Started;
  readonly profile: Pick<ReleaseProfile, 'versionReply'>;
  readonly options: DeviceOptions;
  readonly platform?: NodeJS.Platform | undefined;
}

/**
 * Returns the whole command line, quoted for a shell. The secret of Espressif's example is public and stands in it;
 * one that was given is read from its file, or asked for.
 */
export function provisionLine({ way, command = [], started, profile, options, platform }: ProvisionLine): string {
  const words = ['esp-prov', ...command, ...way, ...ofRelease(profile), ...proof(started, options)];
  return words.map((word) => shellWord(word, platform)).join(' ');
}

/** Firmware of v3.2 does not say which scheme it has, nor is it found under the UUIDs of later ones. */
function ofRelease({ versionReply }: ProvisionLine['profile']): string[] {
  return versionReply.kind === 'json' ? [] : ['--legacy'];
}

function proof({ securityVersion, secret }: Started, options: DeviceOptions): string[] {
  const { username = secret === 'verifier' ? undefined : exampleUsername, password, popFile, passwordFile } = options;
  if (securityVersion === 0) return ['--sec-ver', '0'];
  if (securityVersion === 1) {
    if (secret === 'none') return ['--no-pop'];
    return secret === 'example' ? ['--pop', examplePop] : ['--pop-file', fileOf(popFile)];
  }
  const isExample = password === undefined && secret !== 'verifier';
  return [
    ...(username === undefined ? [] : ['--sec2-username', username]),
    ...(isExample ? ['--sec2-pwd', examplePop] : ['--sec2-pwd-file', fileOf(passwordFile)]),
  ];
}

/** Returns the file that a secret came from. Standard input is a question on a terminal, and a pipe elsewhere. */
function fileOf(file: string | undefined): string {
  return file === undefined || file === '-' ? '-' : resolve(file);
}
