import type { Transport } from './transport.ts';

/** What the rest of the client has to know of a kind of transport; a new kind is one row of the table below. */
interface TransportTraits {
  /** Scan results requested at once. Old devices send 256 bytes over BLE, which hold four. */
  readonly scanPage: number;
  /**
   * Time from one status request to the next in ms. A caller learns an outcome half of it late on average; a radio link
   * that carries little is used less often, and so is a console, which a person may be reading along.
   */
  readonly pollMs: number;
  /** Whether a refusal is the device's own. Over HTTP a closed connection may also be a lost answer, or another client's. */
  readonly refusalIsCertain: boolean;
  /**
   * Whether the device drops the link where it refuses a proof. The Bluedroid host of the firmware does, mostly before
   * its refusal is out. esp-idf: protocomm/src/transports/protocomm_ble.c
   */
  readonly dropIsRefusal: boolean;
  /** Whether the link keeps other clients out, so that none can take the session away. */
  readonly keepsOthersOut: boolean;
  /** Whether each exchange can open a connection of its own, so that the transport is of use after one was lost. */
  readonly outlivesLoss: boolean;
}

/** The traits of each kind of transport. */
export const transportTraits: Readonly<Record<Transport['kind'], TransportTraits>> = {
  ble: {
    scanPage: 4,
    pollMs: 500,
    refusalIsCertain: true,
    dropIsRefusal: true,
    keepsOthersOut: true,
    outlivesLoss: false,
  },
  console: {
    scanPage: 4,
    pollMs: 1000,
    refusalIsCertain: true,
    dropIsRefusal: false,
    keepsOthersOut: false,
    outlivesLoss: false,
  },
  http: {
    scanPage: 100,
    pollMs: 250,
    refusalIsCertain: false,
    dropIsRefusal: false,
    keepsOthersOut: false,
    outlivesLoss: true,
  },
  memory: {
    scanPage: 100,
    pollMs: 250,
    refusalIsCertain: true,
    dropIsRefusal: false,
    keepsOthersOut: false,
    outlivesLoss: false,
  },
};
