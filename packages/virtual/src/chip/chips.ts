/** A chip that a virtual device can be. */
export interface Chip {
  readonly name: string;
  readonly hasBluetooth: boolean;
  readonly hasWifi: boolean;
  /** Whether its radio also hears 5 GHz. */
  readonly hears5GHz: boolean;
}

/** The chips by name. Sources: Espressif's data sheets. */
export const chips: readonly Chip[] = [
  { name: 'esp32', hasBluetooth: true, hasWifi: true, hears5GHz: false },
  { name: 'esp32s2', hasBluetooth: false, hasWifi: true, hears5GHz: false },
  { name: 'esp32s3', hasBluetooth: true, hasWifi: true, hears5GHz: false },
  { name: 'esp32c2', hasBluetooth: true, hasWifi: true, hears5GHz: false },
  { name: 'esp32c3', hasBluetooth: true, hasWifi: true, hears5GHz: false },
  { name: 'esp32c5', hasBluetooth: true, hasWifi: true, hears5GHz: true },
  { name: 'esp32c6', hasBluetooth: true, hasWifi: true, hears5GHz: false },
  { name: 'esp32c61', hasBluetooth: true, hasWifi: true, hears5GHz: false },
  { name: 'esp32h2', hasBluetooth: true, hasWifi: false, hears5GHz: false },
];

/** Highest channel at 2.4 GHz. */
const highest24GHz = 14;

/** Returns whether the radio of a chip can use a channel; one that is not known is taken for an esp32. */
export function usesChannel(chip: string, channel: number): boolean {
  return channel <= highest24GHz || chips.some(({ name, hears5GHz }) => name === chip && hears5GHz);
}
