import type { Transport } from './transport.ts';

/** Scan results asked for at once over each link: four fit the 256 octets that old devices can send over BLE. */
export const pageSizes: Readonly<Record<Transport['kind'], number>> = { ble: 4, console: 4, http: 100, memory: 100 };
