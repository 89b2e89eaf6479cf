import type { ConsolePort } from '@esp-prov/client';
import type { ConsoleDevicePort } from '@esp-prov/device';
import { ProvisioningError, TextInbox } from '@esp-prov/protocol';

/** A serial line within one program, with both of its ends. */
export interface MemoryConsole {
  readonly client: ConsolePort;
  readonly device: ConsoleDevicePort;
  /** Everything that the device has printed. */
  readonly printed: string;
  /** Pulls the cable. */
  unplug(): void;
}

/** Returns a serial line within the program. */
export function memoryConsole(): MemoryConsole {
  const toDevice = new TextInbox();
  const toClient = new TextInbox();
  let printed = '';
  let isOver = false;
  const unplug = () => {
    isOver = true;
    toDevice.end();
    toClient.end();
  };
  return {
    client: {
      async write(text) {
        if (isOver) throw new ProvisioningError('link/lost');
        toDevice.push(text);
      },
      read: (options) => toClient.read(options),
      async [Symbol.asyncDispose]() {
        unplug();
      },
    },
    device: {
      write(text) {
        printed += text;
        toClient.push(text);
      },
      read: (options) => toDevice.read(options),
    },
    get printed() {
      return printed;
    },
    unplug,
  };
}
