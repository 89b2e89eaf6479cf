/**
 * The part of Web Serial that is used: `navigator.serial`, or a fake. The types of the browser fit it; they are not
 * named here, so that whoever uses this package need not have them.
 */
export interface BrowserSerial<P extends BrowserSerialPort = BrowserSerialPort> {
  requestPort(request?: { filters?: BrowserPortFilter[] }): Promise<P>;
  /** Ports that somebody has chosen for this page. */
  getPorts(): Promise<P[]>;
}

/** Which ports the browser's list shows. */
export interface BrowserPortFilter {
  readonly usbVendorId?: number | undefined;
  readonly usbProductId?: number | undefined;
}

/** A serial port that somebody has chosen for this page. */
export interface BrowserSerialPort {
  /** False while its device is unplugged; missing in older browsers. */
  readonly connected?: boolean | undefined;
  /** Another stream after each error of the line; null once the port is closed or gone. */
  readonly readable: BrowserReadable | null;
  readonly writable: BrowserWritable | null;
  open(options: { baudRate: number }): Promise<void>;
  close(): Promise<void>;
  setSignals(signals: { dataTerminalReady?: boolean; requestToSend?: boolean }): Promise<void>;
  getInfo(): BrowserPortFilter;
  addEventListener(type: 'disconnect', listener: () => void): void;
  removeEventListener(type: 'disconnect', listener: () => void): void;
}

/** A `ReadableStream` of bytes, as far as it is used. */
export interface BrowserReadable {
  getReader(): BrowserReader;
}

/** The reader of a {@link BrowserReadable}. */
export interface BrowserReader {
  read(): Promise<{ readonly done: boolean; readonly value?: Uint8Array | undefined }>;
  cancel(): Promise<void>;
  releaseLock(): void;
}

/** A `WritableStream` of bytes, as far as it is used. */
export interface BrowserWritable {
  getWriter(): BrowserWriter;
}

/** The writer of a {@link BrowserWritable}. */
export interface BrowserWriter {
  write(bytes: Uint8Array<ArrayBuffer>): Promise<void>;
  abort(): Promise<void>;
  releaseLock(): void;
}
