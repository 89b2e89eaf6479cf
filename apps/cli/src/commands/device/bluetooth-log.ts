import type { Log } from '@esp-prov/protocol';
import type { Output } from '../../report/output.ts';
import { tellPeople } from '../../terminal/printable.ts';

/**
 * Returns a log of what happens to the Bluetooth of a device, beside the log of the device itself, which knows nothing
 * of a bluetoothd.
 */
export function deviceLog(output: Output): Log {
  return (level, _tag, text) => {
    if (level === 'warn' || level === 'error') output.event({ event: 'warning', text }, `warning: ${text}`);
    else if (level === 'info' && !output.json) tellPeople(text);
  };
}
