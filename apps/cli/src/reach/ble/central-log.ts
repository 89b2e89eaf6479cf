import type { Log } from '@esp-prov/protocol';
import { logLine } from '../../report/log-line.ts';
import type { Output } from '../../report/output.ts';

/** Returns a log of what our Bluetooth notices as a central; what is of use only to its authors is left out. */
export function centralLog(output: Output): Log {
  return (level, _tag, text) => {
    if (level === 'debug' || level === 'verbose') return;
    output.event({ event: 'log', level, text }, logLine(level, text));
  };
}
