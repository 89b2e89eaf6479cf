import type { Log } from '@esp-prov/protocol';
import type { Output } from '../../report/output.ts';

/** What our Bluetooth notices as a central, told with the rest; what is only of use to its authors is left out. */
export function centralLog(output: Output): Log {
  return (level, _tag, text) => {
    if (level === 'debug' || level === 'verbose') return;
    output.event({ event: 'log', level, text }, `${level}: ${text}`);
  };
}
