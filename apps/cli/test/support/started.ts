import type { Writable } from 'node:stream';

/** Where the output of a program goes, as it comes. */
export interface Streams {
  stdout(text: string): void;
  stderr(text: string): void;
}

/** A program that was started. */
export interface Started {
  readonly pid: number | undefined;
  /** Its keyboard; null where it has none. */
  readonly stdin: Writable | null;
  /** Its exit code, or the signal that ended it, once all its output was told. */
  readonly ended: Promise<number | NodeJS.Signals | null>;
  kill(signal: NodeJS.Signals): void;
}
