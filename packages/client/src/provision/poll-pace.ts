import type { Transport } from '../transport/transport.ts';

/**
 * Time from one status question to the next in ms. Whoever waits learns an outcome half of it late on average; a radio
 * link that carries little is asked less often, and so is a console, which a person may be reading along.
 */
export const pollPaceMs: Readonly<Record<Transport['kind'], number>> = {
  http: 250,
  memory: 250,
  ble: 500,
  console: 1000,
};
