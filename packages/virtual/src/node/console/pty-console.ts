import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { closeSync, constants, lstatSync, openSync, symlinkSync, unlinkSync } from 'node:fs';
import { fileFailure, ProvisioningError } from '@esp-prov/protocol';
import type { HostedConsole } from './hosted-console.ts';
import { SerialInput } from './serial-input.ts';
import { writeHeard } from './write-heard.ts';

/**
 * Returns a device whose serial line is a pseudo-terminal of this machine. Node cannot make one, and packages that can
 * are native code, so `socat` does it: every distribution has it, and it needs no compiler.
 *
 * @throws ProvisioningError `host/transport-unavailable` without socat, `host/port-unusable` when it cannot make one or
 *   `link` is taken by something else
 */
export async function ptyConsole({ link }: { readonly link?: string | undefined } = {}): Promise<HostedConsole> {
  const typed = new SerialInput();
  const socat = spawn('socat', ['-d', '-d', 'PTY,raw,echo=0', 'STDIO'], { stdio: 'pipe' });
  const path = await ptyPath(socat);
  // Held open: a terminal whose last user leaves would end the line for the next one.
  const held = openSync(path, constants.O_RDWR | constants.O_NOCTTY);
  try {
    if (link !== undefined) makeLink(path, link);
  } catch (cause) {
    closeSync(held);
    socat.kill();
    throw cause;
  }
  socat.stdout.on('data', (bytes: Buffer) => typed.push(bytes));
  const closed = new Promise<void>((resolve) => {
    socat.once('close', () => {
      typed.end();
      resolve();
    });
  });
  socat.stdin.on('error', () => undefined);
  let given = false;
  return {
    address: link ?? path,
    ended: typed.ended,
    read: (signal) => typed.read(signal),
    write: (text) => writeHeard(socat.stdin, text),
    async [Symbol.asyncDispose]() {
      if (given) return await closed;
      given = true;
      if (link !== undefined) removeLink(link);
      closeSync(held);
      socat.kill();
      await closed;
    },
  };
}

/** Waits for the path that socat prints when it has made the terminal. */
function ptyPath(socat: ChildProcessWithoutNullStreams): Promise<string> {
  return new Promise((resolve, reject) => {
    let told = '';
    socat.stderr.setEncoding('utf8').on('data', (text: string) => {
      told += text;
      const path = / PTY is (\S+)/.exec(told)?.[1];
      if (path !== undefined) resolve(path);
    });
    socat.once('error', (cause) => {
      const message = 'a pseudo-terminal needs the program socat, which cannot be started; install it, or use --listen';
      reject(new ProvisioningError('host/transport-unavailable', message, { cause }));
    });
    socat.once('close', () => {
      reject(new ProvisioningError('host/port-unusable', `socat made no pseudo-terminal: ${lastLine(told)}`));
    });
  });
}

function lastLine(text: string): string {
  return text.trim().split('\n').at(-1) ?? '';
}

/** Makes the link; replaces only what a killed device has left behind. */
function makeLink(path: string, link: string): void {
  try {
    if (lstatSync(link, { throwIfNoEntry: false })?.isSymbolicLink()) unlinkSync(link);
    symlinkSync(path, link);
  } catch (cause) {
    const why = `the link ${link} to ${path} cannot be made: ${fileFailure(cause)}`;
    throw new ProvisioningError('host/port-unusable', why, { cause });
  }
}

function removeLink(link: string): void {
  try {
    unlinkSync(link);
  } catch {
    // It has been removed before.
  }
}
