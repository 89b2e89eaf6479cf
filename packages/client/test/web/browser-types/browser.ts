import {
  type BrowserBluetooth,
  type BrowserSerial,
  chooseSerialPort,
  openSerialPort,
  servePowers,
  WebBluetoothCentral,
  workerPower,
} from '@esp-prov/client/web';

/** What a browser has is what the adapters take, without a cast. */
export async function useBrowser({ bluetooth, serial }: Navigator): Promise<void> {
  const fits: BrowserBluetooth = bluetooth;
  new WebBluetoothCentral({ bluetooth: fits });
  const ports: BrowserSerial<SerialPort> = serial;
  const port: SerialPort = await chooseSerialPort(ports, [{ usbVendorId: 0x303a }]);
  await openSerialPort(port, { serial });
  workerPower(() => new Worker(new URL('./power-worker.js', import.meta.url), { type: 'module' }));
  servePowers(globalThis as unknown as DedicatedWorkerGlobalScope & typeof globalThis);
}

/** The scope of a worker, which the types of a page do not have. */
interface DedicatedWorkerGlobalScope extends EventTarget {
  postMessage(message: unknown): void;
}
