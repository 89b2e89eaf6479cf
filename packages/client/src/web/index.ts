export { WebBluetoothCentral, type WebBluetoothOptions } from './web-bluetooth-central.ts';
