/** The part of `@stoprocent/noble` that is used. */
export interface NobleLibrary {
  /** Of the adapter; asking for it makes noble look. */
  readonly state: string;
  on(event: 'stateChange', listener: (state: string) => void): unknown;
  on(event: 'discover', listener: (peripheral: NoblePeripheral) => void): unknown;
  removeListener(event: 'stateChange', listener: (state: string) => void): unknown;
  startScanningAsync(serviceUuids: string[], allowDuplicates: boolean): Promise<void>;
  stopScanningAsync(): Promise<void>;
  connectAsync(idOrAddress: string): Promise<NoblePeripheral>;
  stop?(): void;
}

/** A device as noble has it. UUIDs have no dashes; those of the Bluetooth base are short. */
export interface NoblePeripheral {
  readonly id: string;
  /** Empty on macOS, which tells none. */
  readonly address: string;
  readonly rssi: number;
  readonly advertisement: {
    readonly localName?: string | undefined;
    readonly serviceUuids?: readonly string[] | undefined;
    readonly manufacturerData?: Uint8Array | undefined;
  };
  connectAsync(): Promise<void>;
  cancelConnect(): void;
  disconnectAsync(): Promise<void>;
  discoverServicesAsync(): Promise<NobleService[]>;
  once(event: 'disconnect', listener: (reason: unknown) => void): unknown;
  removeListener(event: 'disconnect', listener: (reason: unknown) => void): unknown;
}

/** A service of a {@link NoblePeripheral}. */
export interface NobleService {
  readonly uuid: string;
  discoverCharacteristicsAsync(): Promise<NobleCharacteristic[]>;
}

/** A characteristic of a {@link NobleService}. */
export interface NobleCharacteristic {
  readonly uuid: string;
  readAsync(): Promise<Uint8Array>;
  writeAsync(value: Buffer, withoutResponse: boolean): Promise<void>;
  discoverDescriptorsAsync(): Promise<NobleDescriptor[]>;
}

/** A descriptor of a {@link NobleCharacteristic}. */
export interface NobleDescriptor {
  readonly uuid: string;
  readValueAsync(): Promise<Uint8Array>;
}
