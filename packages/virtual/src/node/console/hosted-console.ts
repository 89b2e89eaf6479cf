import type { ConsoleDevicePort } from '@esp-prov/device';

/** The serial line of a virtual device on this machine. */
export interface HostedConsole extends ConsoleDevicePort, AsyncDisposable {
  /** What a client on this machine names as its port; undefined for standard input and output. */
  readonly address: string | undefined;
  /** Resolves when nothing can come over the line any more. */
  readonly ended: Promise<void>;
}
