import type { CallOptions } from '../transport/transport.ts';

/** The way to a device's console, such as a serial port, a pseudo-terminal or a socket: characters out, characters in. */
export interface ConsolePort extends AsyncDisposable {
  /** Sends characters as they are; a line of the device ends with CR. */
  write(text: string, options?: CallOptions): Promise<void>;
  /** Reads the characters that came since the last call, at least one; undefined when the port has ended. */
  read(options?: CallOptions): Promise<string | undefined>;
}
