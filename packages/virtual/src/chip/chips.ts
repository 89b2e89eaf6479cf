/** A chip that a virtual device can be. */
export interface Chip {
  readonly name: string;
  readonly hasBluetooth: boolean;
  readonly hasWifi: boolean;
}

/** The chips by name. Sources: Espressif's data sheets. */
export const chips: readonly Chip[] = [
  { name: 'esp32', hasBluetooth: true, hasWifi: true },
  { name: 'esp32s2', hasBluetooth: false, hasWifi: true },
  { name: 'esp32s3', hasBluetooth: true, hasWifi: true },
  { name: 'esp32c2', hasBluetooth: true, hasWifi: true },
  { name: 'esp32c3', hasBluetooth: true, hasWifi: true },
  { name: 'esp32c5', hasBluetooth: true, hasWifi: true },
  { name: 'esp32c6', hasBluetooth: true, hasWifi: true },
  { name: 'esp32c61', hasBluetooth: true, hasWifi: true },
  { name: 'esp32h2', hasBluetooth: true, hasWifi: false },
];
