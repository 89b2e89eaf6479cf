/**
 * The part of Web Bluetooth that is used: `navigator.bluetooth`, the package webbluetooth for Node, or a fake. The types
 * of the browser fit it; they are not named here, so that whoever uses this package need not have them.
 */
export interface BrowserBluetooth {
  /** Missing in some bridges that give a page Bluetooth. */
  getAvailability?(): Promise<boolean>;
  requestDevice(request: BrowserDeviceRequest): Promise<BrowserBluetoothDevice>;
}

/** What the browser's list shall show, and which services the page may use afterwards. */
export type BrowserDeviceRequest = (
  | { readonly filters: BrowserDeviceFilter[]; readonly acceptAllDevices?: undefined }
  | { readonly filters?: undefined; readonly acceptAllDevices: boolean }
) & { readonly optionalServices?: string[] };

/** What a device in the browser's list has in common with the wanted one. */
export interface BrowserDeviceFilter {
  readonly namePrefix?: string;
  readonly services?: string[];
}

/** A device that somebody has chosen for this page. */
export interface BrowserBluetoothDevice {
  readonly id: string;
  readonly name?: string | undefined;
  /** Missing where the page may not use it, or not any more. */
  readonly gatt?: BrowserGattServer | undefined;
  addEventListener(type: 'gattserverdisconnected', listener: () => void): void;
  removeEventListener(type: 'gattserverdisconnected', listener: () => void): void;
  forget?(): Promise<void>;
}

/** The way to the attributes of a device. */
export interface BrowserGattServer {
  readonly connected: boolean;
  connect(): Promise<unknown>;
  disconnect(): void;
  getPrimaryServices(): Promise<BrowserGattService[]>;
}

/** A service, of one connection only. */
export interface BrowserGattService {
  readonly uuid: string;
  getCharacteristics(): Promise<BrowserGattCharacteristic[]>;
}

/** A characteristic, of one connection only. */
export interface BrowserGattCharacteristic {
  readonly uuid: string;
  getDescriptors(): Promise<BrowserGattDescriptor[]>;
  readValue(): Promise<DataView>;
  writeValueWithResponse(value: Uint8Array<ArrayBuffer>): Promise<void>;
}

/** A descriptor, of one connection only. */
export interface BrowserGattDescriptor {
  readonly uuid: string;
  readValue(): Promise<DataView>;
}
