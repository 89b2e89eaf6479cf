import type { FirmwareLine } from './firmware-line.ts';

/** Lines of the console. */
export type ConsoleLine = 'console/opening' | 'console/stopping' | 'console/stopped';

const tag = 'protocomm_console';

/** As every release says it. esp-idf: protocomm/src/transports/protocomm_console.c */
export const consoleWords: Readonly<Record<ConsoleLine, FirmwareLine>> = {
  'console/opening': ['debug', tag, 'Initializing UART on port 0'],
  'console/stopping': ['info', tag, 'Stopping console...'],
  'console/stopped': ['info', tag, 'Console stopped'],
};
