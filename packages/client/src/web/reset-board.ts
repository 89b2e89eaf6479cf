import type { Clock } from '@esp-prov/protocol';
import type { CallOptions } from '../transport/transport.ts';
import type { BrowserSerialPort } from './browser-serial.ts';
import { usbOf } from './returning-port.ts';

/** USB vendor of chips that have a USB port of their own. */
const espressif = 0x303a;

/** Time in ms for which a reset holds the chip, as esptool does: longer where the chip itself is the port. */
const holdMs = { bridge: 100, ownUsb: 200 } as const;

/** Whether the chip itself is the port, with no bridge in between. */
export function hasOwnUsb(port: BrowserSerialPort): boolean {
  return usbOf(port)?.usbVendorId === espressif;
}

/**
 * Restarts the board so that it runs its application: RTS pulls EN low, and DTR leaves IO0 high. The USB port of a chip
 * understands the same lines.
 */
export async function resetBoard(port: BrowserSerialPort, clock: Clock, { signal }: CallOptions = {}): Promise<void> {
  await port.setSignals({ dataTerminalReady: false, requestToSend: true });
  try {
    await clock.sleep(hasOwnUsb(port) ? holdMs.ownUsb : holdMs.bridge, { signal });
  } finally {
    // Also after an abort: a board that is held in reset looks broken.
    await port.setSignals({ dataTerminalReady: false, requestToSend: false });
  }
}
