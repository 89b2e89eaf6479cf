import type { BrowserPortFilter, BrowserSerial, BrowserSerialPort } from './browser-serial.ts';
import { serialFailure } from './serial-failure.ts';

/**
 * Shows the browser's list of serial ports and returns the port that somebody chooses there. It has to be called in the
 * turn of a click, and calls `requestPort` in the same turn.
 *
 * @param filters - USB vendors and products that the list shows; default: every port
 * @throws ProvisioningError `serial/nothing-chosen`, `serial/not-permitted`, `host/port-unusable`
 */
export async function chooseSerialPort<P extends BrowserSerialPort>(
  serial: Pick<BrowserSerial<P>, 'requestPort'>,
  filters: readonly BrowserPortFilter[] = [],
): Promise<P> {
  try {
    return await serial.requestPort({ filters: [...filters] });
  } catch (error) {
    throw serialFailure(error);
  }
}
