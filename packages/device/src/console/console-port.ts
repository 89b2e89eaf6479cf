/** The serial line of a device as its console uses it: characters in, characters out. */
export interface ConsoleDevicePort {
  /** Sends characters; there need not be a receiver. */
  write(text: string): void;
  /**
   * Waits for input and returns the characters since the last call, at least one; undefined when the line has ended.
   */
  read(options: { readonly signal: AbortSignal }): Promise<string | undefined>;
}
