/**
 * For pages that reach a device from a browser: Bluetooth over Web Bluetooth, and the console over Web Serial.
 *
 * @packageDocumentation
 */
export type {
  BrowserBluetooth,
  BrowserBluetoothDevice,
  BrowserDeviceFilter,
  BrowserDeviceRequest,
  BrowserGattCharacteristic,
  BrowserGattDescriptor,
  BrowserGattServer,
  BrowserGattService,
} from './browser-bluetooth.ts';
export type {
  BrowserPortFilter,
  BrowserReadable,
  BrowserReader,
  BrowserSerial,
  BrowserSerialPort,
  BrowserWritable,
  BrowserWriter,
} from './browser-serial.ts';
export { chooseSerialPort } from './choose-serial-port.ts';
export { type OpenSerialOptions, openSerialPort } from './open-serial-port.ts';
export { type PowerScope, servePowers } from './serve-powers.ts';
export { type ChooseFilter, WebBluetoothCentral, type WebBluetoothOptions } from './web-bluetooth-central.ts';
export { type PowerWorker, type WorkerPower, type WorkerPowerOptions, workerPower } from './worker-power.ts';
