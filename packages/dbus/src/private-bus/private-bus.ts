import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { busConfig } from './bus-config.ts';
import { type BusProcess, startBusProcess } from './bus-process.ts';

/** How to start a bus of one's own. */
export interface PrivateBusOptions {
  readonly signal?: AbortSignal | undefined;
  /** Longest time for the start in ms; default 10 000. */
  readonly timeoutMs?: number | undefined;
  /** `<policy>` elements of the configuration; default: everybody may do everything. */
  readonly policy?: string | undefined;
}

/** A message bus of one's own, in a directory that only this user can enter. */
export interface PrivateBus extends AsyncDisposable {
  /** D-Bus address, for `DBUS_SYSTEM_BUS_ADDRESS` and `connectBus`. */
  readonly address: string;
  /** Process of the dbus-daemon. */
  readonly pid: number;
  /** Ends the bus; all connections are lost. */
  stop(): Promise<void>;
}

/**
 * Starts a dbus-daemon of one's own. It ends with `stop`, and with this process, however that ends; its directory is
 * removed with it.
 *
 * @throws DBusError `no-bus` when dbus-daemon is not installed or does not start; `timeout`
 */
export async function startPrivateBus(options: PrivateBusOptions = {}): Promise<PrivateBus> {
  options.signal?.throwIfAborted();
  const folder = await mkdtemp(join(tmpdir(), 'esp-prov-bus-'));
  let daemon: BusProcess;
  try {
    await writeFile(join(folder, 'bus.conf'), busConfig(join(folder, 'bus'), options.policy));
    daemon = await startBusProcess(folder, options);
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    throw error;
  }
  const stop = async () => {
    await daemon.stop();
    await rm(folder, { recursive: true, force: true });
  };
  return { address: daemon.address, pid: daemon.pid, stop, [Symbol.asyncDispose]: stop };
}
