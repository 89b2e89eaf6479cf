import type { OpenTransport, Transport } from '@esp-prov/client';
import { type BrowserBluetooth, chooseSerialPort, openSerialPort, WebBluetoothCentral } from '@esp-prov/client/web';
import { type Log, systemClock } from '@esp-prov/protocol';
import type { Way } from '../flow/way.ts';
import type { BrowserDetectorClass } from '../qr/code-finder.ts';
import { readBrowser } from '../reach/browser-facts.ts';
import { waysOf } from '../reach/ways-of.ts';
import type { FlowSettings, FlowWorld, HelperReach, SerialReach } from '../run/flow-world.ts';
import { loadClient } from '../run/load-client.ts';
import { takeLock } from './tab-lock.ts';
import { unloadGuard } from './unload-guard.ts';

/** What the page adds to what the browser has. */
export interface BrowserWorldOptions {
  readonly settings?: FlowSettings | undefined;
  /** The program `esp-prov web`, if it is at hand. */
  readonly helper?: HelperReach | undefined;
  /** Opens the way to the device in the page. */
  readonly openVirtual?: OpenTransport | undefined;
  /** Reaches the device in place of all that the browser has. */
  readonly transport?: Transport | OpenTransport | undefined;
  /** Whether the device serves this page. */
  readonly isServed?: boolean | undefined;
  readonly wrap?: ((transport: Transport, way: Way) => Transport) | undefined;
  readonly log?: Log | undefined;
}

type BrowserWindow = Window & typeof globalThis;

/** Returns what the runner of the flow works with in a browser. What the browser lacks, or refuses, is left out. */
export function browserWorld(window: BrowserWindow, options: BrowserWorldOptions = {}): FlowWorld {
  const { settings, helper, openVirtual, transport, isServed = false, wrap, log } = options;
  const { navigator, document } = window;
  const shared: FlowWorld = {
    settings,
    openVirtual,
    wrap,
    log,
    camera: {
      start: async ({ signal, onText, onStream }) => {
        const { startCamera } = await import('../qr/camera.ts');
        return await startCamera(cameraPort(window), { signal, onText, onStream });
      },
    },
    readPicture: async (picture) => {
      const { readPicture } = await import('../qr/picture-reader.ts');
      return await readPicture(picture, {
        ...cameraPort(window),
        createImageBitmap: (each) => createImageBitmap(each),
      });
    },
    fetch: (url, init) => window.fetch(url, init),
    lock: navigator.locks && ((name) => takeLock(navigator.locks, name)),
    visibility: {
      get hidden() {
        return document.hidden;
      },
      onChange: (listener, signal) => document.addEventListener('visibilitychange', listener, { signal }),
    },
    guardUnload: unloadGuard(window),
  };
  if (transport !== undefined) {
    const openServed: OpenTransport = typeof transport === 'function' ? transport : async () => transport;
    return { ...shared, openServed, ways: () => [{ way: 'softap', obstacle: undefined, ready: true }] };
  }
  const page = {
    helper: helper && { bluetooth: helper.lists?.bluetooth !== undefined, usb: helper.lists?.usb !== undefined },
    isServed,
    hasVirtual: openVirtual !== undefined,
  };
  return {
    ...shared,
    helper,
    storage: tabStorage(window),
    ways: async () =>
      waysOf(
        await readBrowser(window as unknown as Parameters<typeof readBrowser>[0], page, (ms) => systemClock.sleep(ms)),
      ),
    bluetooth:
      navigator.bluetooth &&
      new WebBluetoothCentral({
        bluetooth: navigator.bluetooth as BrowserBluetooth,
        services: settings?.services,
        log,
      }),
    serial: navigator.serial && serialReach(navigator.serial),
    openServed: isServed ? async () => servedTransport(window.location.host) : undefined,
  };
}

async function servedTransport(host: string): Promise<Transport> {
  const { fetchTransport } = await loadClient();
  return fetchTransport(host, { credentials: 'same-origin' });
}

function serialReach(serial: Serial): SerialReach<SerialPort> {
  return {
    choose: () => chooseSerialPort(serial),
    open: (port, { signal }) => openSerialPort(port, { serial, signal }),
  };
}

function cameraPort({
  document,
  navigator,
  BarcodeDetector,
}: BrowserWindow & { BarcodeDetector?: BrowserDetectorClass }) {
  return {
    mediaDevices: navigator.mediaDevices as MediaDevices | undefined,
    clock: systemClock,
    finder: async () => (await import('../qr/code-finder.ts')).codeFinder(BarcodeDetector),
    createCanvas: () => document.createElement('canvas'),
    createVideo: () => document.createElement('video'),
  };
}

/** Storage of the tab; a page in a frame of another site may not have it. */
function tabStorage(window: BrowserWindow): Storage | undefined {
  try {
    return window.sessionStorage;
  } catch {
    return undefined;
  }
}
