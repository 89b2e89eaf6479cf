import type { ReadStream } from 'node:tty';
import type { HostedConsole } from './hosted-console.ts';
import { SerialInput } from './serial-input.ts';

/** Keys that a terminal in raw mode no longer turns into a signal or an end. */
const ctrlC = 0x03;
const ctrlD = 0x04;

/** Streams of a process, or others in their place. */
export interface StdioConsoleOptions {
  readonly input?: NodeJS.ReadableStream | undefined;
  readonly output?: NodeJS.WritableStream | undefined;
  /** Called at Ctrl-C on a terminal. */
  readonly onInterrupt?: (() => void) | undefined;
}

/**
 * Returns a device whose serial line is the standard input and output of this process. The end of the input ends the
 * line.
 */
export function stdioConsole(options: StdioConsoleOptions = {}): HostedConsole {
  const { input = process.stdin, output = process.stdout, onInterrupt = () => undefined } = options;
  const typed = new SerialInput();
  const terminal = 'isTTY' in input && input.isTTY ? (input as ReadStream) : undefined;
  const onData = (bytes: Buffer) => {
    if (terminal && bytes.includes(ctrlC)) return onInterrupt();
    if (terminal && bytes.includes(ctrlD)) return typed.end();
    typed.push(bytes);
  };
  const onEnd = () => typed.end();
  // The device echoes, so the terminal must not.
  terminal?.setRawMode(true);
  input.on('data', onData).on('end', onEnd).on('error', onEnd);
  return {
    address: undefined,
    ended: typed.ended,
    read: (signal) => typed.read(signal),
    write: (text) => void output.write(text),
    async [Symbol.asyncDispose]() {
      input.off('data', onData).off('end', onEnd).off('error', onEnd);
      input.pause();
      terminal?.setRawMode(false);
      typed.end();
    },
  };
}
