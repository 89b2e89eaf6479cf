import type { Log } from '@esp-prov/protocol';
import type { Output } from '../output.ts';
import { tellPeople } from '../printable.ts';

/** What our Bluetooth notices as a central, told with the rest; what is only of use to its authors is left out. */
export function centralLog(output: Output): Log {
  return (level, _tag, text) => {
    if (level === 'debug' || level === 'verbose') return;
    output.event({ event: 'log', level, text }, `${level}: ${text}`);
  };
}

/** What happens to the Bluetooth of a device, beside the log of the device itself, which knows nothing of a bluetoothd. */
export function deviceLog(output: Output): Log {
  return (level, _tag, text) => {
    if (level === 'warn' || level === 'error') output.event({ event: 'warning', text }, `warning: ${text}`);
    else if (level === 'info' && !output.json) tellPeople(text);
  };
}
