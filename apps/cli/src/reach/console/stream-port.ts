import type { EventEmitter } from 'node:events';
import type { CallOptions, ConsolePort } from '@esp-prov/client';
import { ProvisioningError, TextInbox } from '@esp-prov/protocol';

/** How bytes get out of a port, and how it is closed. */
export interface PortControls {
  write(bytes: Buffer, done: (cause?: Error | null) => void): unknown;
  close(): Promise<void>;
}

/** Returns a console behind a stream of bytes. A byte is one character, so that noise on the line stays what it is. */
export function streamPort(input: EventEmitter, controls: PortControls): ConsolePort {
  const inbox = new TextInbox();
  let closed = false;
  const end = (cause?: Error) =>
    inbox.end(cause && new ProvisioningError('link/lost', `the port has failed: ${cause.message}`, { cause }));
  input.on('data', (bytes: Buffer) => inbox.push(bytes.toString('latin1')));
  input.on('error', end);
  input.on('end', () => end());
  input.on('close', () => end());
  return {
    read: (options?: CallOptions) => inbox.read(options),
    write: (text) =>
      new Promise((resolve, reject) => {
        // The number of a file that is closed may be that of another one by now.
        if (closed) return reject(new ProvisioningError('link/closed'));
        controls.write(Buffer.from(text, 'latin1'), (cause) => {
          if (cause) reject(new ProvisioningError('link/lost', `the port has failed: ${cause.message}`, { cause }));
          else resolve();
        });
      }),
    async [Symbol.asyncDispose]() {
      if (closed) return;
      closed = true;
      inbox.end();
      await controls.close();
    },
  };
}
