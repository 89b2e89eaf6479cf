import { type Clock, ProvisioningError, withDeadline } from '@esp-prov/protocol';
import type { CallOptions } from '../transport/transport.ts';
import type { BrowserPortFilter, BrowserSerial, BrowserSerialPort } from './browser-serial.ts';

/** How a port that went away is waited for. */
export interface ReturnOptions extends CallOptions {
  readonly serial: Pick<BrowserSerial, 'getPorts'>;
  readonly clock: Clock;
  /** Longest time to wait in ms. */
  readonly ms: number;
  /** Opens a port that may be the one; a failure is one more turn of waiting, as a new port is not usable at once. */
  readonly open: (port: BrowserSerialPort) => Promise<void>;
}

/** Time in ms between two looks at the ports. */
const lookMs = 250;

/**
 * Waits until a port is there again, opens it and returns it. Chips with USB of their own take their port away when they
 * restart, and the browser may know it by another object then: it is told by its vendor and product.
 *
 * @throws ProvisioningError `serial/choose-again`
 */
export async function returningPort(port: BrowserSerialPort, options: ReturnOptions): Promise<BrowserSerialPort> {
  const { clock, ms, signal } = options;
  let seen = 0;
  const reason = () => chooseAgain(ms, seen);
  return await withDeadline({ clock, ms, reason, signal }, async (all) => {
    for (;;) {
      const candidates = await likelyPorts(port, options);
      seen = candidates.length;
      const [only] = candidates;
      if (only && seen === 1 && (await isOpened(only, options))) return only;
      await clock.sleep(lookMs, { signal: all });
    }
  });
}

/** Returns the very port where it is there, else those of its kind: with two of them nobody knows which it is. */
async function likelyPorts(port: BrowserSerialPort, { serial }: ReturnOptions): Promise<readonly BrowserSerialPort[]> {
  const wanted = usbOf(port);
  const there: readonly BrowserSerialPort[] = await serial.getPorts().then(
    (ports) => ports.filter((each) => each.connected !== false && isSame(usbOf(each), wanted)),
    () => [],
  );
  return there.includes(port) ? [port] : there.filter(({ readable }) => readable === null);
}

async function isOpened(port: BrowserSerialPort, { open }: ReturnOptions): Promise<boolean> {
  return await open(port).then(
    () => true,
    () => false,
  );
}

/** Returns what tells the port of a chip from others; undefined where it is no USB port. */
export function usbOf(port: BrowserSerialPort): Required<BrowserPortFilter> | undefined {
  try {
    const { usbVendorId, usbProductId } = port.getInfo();
    return usbVendorId === undefined || usbProductId === undefined ? undefined : { usbVendorId, usbProductId };
  } catch {
    return undefined;
  }
}

function isSame(one: BrowserPortFilter | undefined, other: BrowserPortFilter | undefined): boolean {
  if (!one || !other) return false;
  return one.usbVendorId === other.usbVendorId && one.usbProductId === other.usbProductId;
}

function chooseAgain(ms: number, seen: number): ProvisioningError {
  const text = seen > 1 ? 'several ports may be the one that went away' : 'the port did not come back by itself';
  return new ProvisioningError('serial/choose-again', `${text} within ${ms / 1000} s`, {
    details: { timeoutMs: ms, seen },
  });
}
