import type { BleCentral } from '@esp-prov/client';
import { type Clock, systemClock } from '@esp-prov/protocol';
import { fastRadio, type RadioWaits } from './radio-waits.ts';
import { TabCentral } from './tab-central.ts';
import { TabPeripheral } from './tab-peripheral.ts';

/** A radio within the page. */
export interface TabRadioOptions {
  readonly clock?: Clock | undefined;
  /** Returns how long a connection and an operation take, in ms; asked each time. Default: a turn of the event loop. */
  readonly waits?: (() => RadioWaits) | undefined;
}

/**
 * Bluetooth Low Energy within one page: devices offer services by a `TabPeripheral`, clients connect by a central. Every
 * operation takes a turn of the event loop at least.
 */
export class TabRadio {
  readonly #clock: Clock;
  readonly #waits: () => RadioWaits;
  readonly #peripherals = new Set<TabPeripheral>();

  constructor({ clock = systemClock, waits = () => fastRadio }: TabRadioOptions = {}) {
    this.#clock = clock;
    this.#waits = waits;
  }

  /** Returns another device's end; it is in the air until it is closed. */
  addPeripheral(address: string): TabPeripheral {
    const peripheral: TabPeripheral = new TabPeripheral(address, () => this.#peripherals.delete(peripheral));
    this.#peripherals.add(peripheral);
    return peripheral;
  }

  /** Returns another client's end. */
  addCentral(): BleCentral {
    return new TabCentral({ clock: this.#clock, waits: this.#waits, peripherals: this.#peripherals });
  }
}
