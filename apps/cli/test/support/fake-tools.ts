import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import type { Scratch } from './scratch.ts';

/** Programs of a system that are not that: shell scripts in a folder of a test, in front of its PATH. */
export class FakeTools {
  /** Variables by which programs find these first. */
  readonly env: { readonly PATH: string };
  readonly #folder: string;
  readonly #log: string;

  constructor(scratch: Scratch) {
    this.#folder = scratch.folder('tools');
    this.#log = scratch.path('tools.log');
    this.env = { PATH: `${this.#folder}${delimiter}${process.env['PATH']}` };
  }

  /** A program that notes its arguments, a line for each call, and does what `script` says. */
  add(name: string, script: string): void {
    const file = join(this.#folder, name);
    const note = `printf '%s ' "$(basename "$0")" "$@" >>'${this.#log}'; echo >>'${this.#log}'`;
    writeFileSync(file, `#!/bin/sh\n${note}\n${script}\n`);
    chmodSync(file, 0o755);
  }

  /** The calls so far. */
  get calls(): string[] {
    if (!existsSync(this.#log)) return [];
    return readFileSync(this.#log, 'utf8')
      .trimEnd()
      .split('\n')
      .map((line) => line.trim());
  }
}

/** A line of nmcli's list of networks. */
export function nmcliLine(
  name: string | Uint8Array,
  {
    security = '',
    inUse = false,
    signal = 60,
    last = 2,
  }: { security?: string; inUse?: boolean; signal?: number; last?: number } = {},
): string {
  const hex = Buffer.from(name as string)
    .toString('hex')
    .toUpperCase();
  return `${inUse ? '*' : ' '}:${hex}:AA\\:BB\\:CC\\:DD\\:EE\\:0${last}:6:${signal}:${security}:wlan0`;
}

/** A script that prints lines as they are. */
export function printing(...lines: readonly string[]): string {
  return `cat <<'END'\n${lines.join('\n')}\nEND`;
}
