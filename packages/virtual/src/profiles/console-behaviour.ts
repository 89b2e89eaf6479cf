import type { ReleaseProfile } from './release-profile.ts';

/**
 * Releases of which the console fills its buffer to the last place and reads one character more: v4.4 to v5.5.4, and v6.0
 * to v6.0.2. esp-idf: protocomm/src/transports/protocomm_console.c
 */
export const carelessConsole: ReleaseProfile['console'] = { maxLine: 256, losesNext: true };
