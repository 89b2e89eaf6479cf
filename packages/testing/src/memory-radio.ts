import type { BleCentral } from '@esp-prov/client';
import type { BlePeripheral } from '@esp-prov/device';
import { type Clock, systemClock } from '@esp-prov/protocol';
import { MemoryCentral } from './radio/memory-central.ts';
import { MemoryPeripheral } from './radio/memory-peripheral.ts';
import { RadioAir } from './radio/radio-air.ts';
import type { RadioConditions } from './radio/radio-fault.ts';

/** Both ends of Bluetooth Low Energy within one program. */
export interface MemoryRadio {
  readonly peripheral: BlePeripheral;
  readonly central: BleCentral;
  /** Returns another peripheral in the same air; an address of its own, or that of one that was closed. */
  addPeripheral(address?: string): BlePeripheral;
  /** Returns another central in the same air. */
  addCentral(): BleCentral;
  /** What goes wrong; set by tests. */
  readonly air: RadioConditions;
  /** Breaks every link now. */
  drop(): void;
}

/** Address of the first peripheral: the Bluetooth address of the virtual ESP32. */
const firstAddress = '24:0A:C4:26:1F:CE';

/**
 * Returns a radio within the program: all stations hear each other, values arrive whole, and links break on request.
 */
export function memoryRadio({ clock = systemClock }: { readonly clock?: Clock | undefined } = {}): MemoryRadio {
  const air = new RadioAir(clock);
  const centrals: MemoryCentral[] = [];
  const addCentral = () => {
    const central = new MemoryCentral(air);
    centrals.push(central);
    return central;
  };
  let made = 0;
  const addPeripheral = (address = `24:0A:C4:00:00:${(++made).toString(16).padStart(2, '0').toUpperCase()}`) => {
    if (air.peripherals.has(address)) throw new TypeError(`there is a peripheral ${address} already`);
    const peripheral = new MemoryPeripheral(air, address);
    air.peripherals.set(address, peripheral);
    return peripheral;
  };
  return {
    peripheral: addPeripheral(firstAddress),
    central: addCentral(),
    addPeripheral,
    addCentral,
    air,
    drop() {
      for (const central of centrals) central.drop();
    },
  };
}
