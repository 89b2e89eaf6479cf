import { attErrorCodes } from './att-error-codes.ts';

/** The Bluetooth stacks that firmware is built with. */
export type BleHost = 'nimble' | 'bluedroid';

/** What a Bluetooth stack and the code around it make of requests and answers. */
export interface HostRules {
  /** Longest request and longest answer in bytes. */
  readonly maxValue: number;
  /** How a write without bytes is handled: ignored, refused, or as a request. */
  readonly emptyWrite: 'ignored' | 'refused' | 'handled';
  /** What a client reads if an answer is too long: an error, its beginning, or the value before it. */
  readonly longAnswer: 'refused' | 'cut' | 'dropped';
  /** ATT error of a refused request; undefined: none is sent, and the client sees the end of its link alone. */
  readonly refusal: number | undefined;
  /** Whether the device ends the link after a refusal. */
  readonly closesAfterRefusal: boolean;
  /** Whether the last answer stays readable for the next client; fixed in v5.5.5 and v6.1. */
  readonly keepsLastValue: boolean;
  /**
   * Whether the characteristic of an endpoint goes with it. In firmware it stays until the service stops, and refuses.
   * esp-idf: protocomm_ble_remove_endpoint
   */
  readonly removesAttributes: boolean;
  /** Whether clients learn that attributes have come or gone, by the service 0x1801 (Service Changed). */
  readonly tellsChanges: boolean;
}

/**
 * The hosts as of ESP-IDF v5.5.5. Older ones, and v6.0 to v6.0.2, differ in `emptyWrite`, `longAnswer`, `keepsLastValue`,
 * Bluedroid's `refusal` and, without security 2, its `maxValue`. esp-idf: protocomm/src/transports/protocomm_nimble.c
 * and protocomm_ble.c
 */
export const hostRules: Readonly<Record<BleHost, HostRules>> = {
  nimble: {
    maxValue: 512,
    emptyWrite: 'ignored',
    longAnswer: 'refused',
    refusal: attErrorCodes.invalidPdu,
    closesAfterRefusal: false,
    keepsLastValue: false,
    removesAttributes: false,
    tellsChanges: true,
  },
  bluedroid: {
    maxValue: 481,
    emptyWrite: 'refused',
    longAnswer: 'refused',
    refusal: attErrorCodes.bluedroidError,
    closesAfterRefusal: true,
    keepsLastValue: false,
    removesAttributes: false,
    tellsChanges: true,
  },
};
