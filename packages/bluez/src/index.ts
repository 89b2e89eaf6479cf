export { type BluetoothState, bluetoothState } from './bluetooth-state.ts';
export { type BluezCentralOptions, bluezCentral } from './central/bluez-central.ts';
export { Sightings } from './central/sightings.ts';
export { type BluezPeripheralOptions, bluezPeripheral } from './peripheral/bluez-peripheral.ts';
export type { BluetoothAdapter } from './service/adapters.ts';
export type { BluezOptions } from './service/bluez-host.ts';
export { type RadioSwitch, type ReadRadioSwitches, rfkillSwitches } from './service/radio-switches.ts';
