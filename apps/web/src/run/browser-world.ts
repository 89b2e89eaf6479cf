import { type BrowserBluetooth, chooseSerialPort, WebBluetoothCentral } from '@esp-prov/client/web';
import { systemClock } from '@esp-prov/protocol';
import type { BrowserDetectorClass, FindCode } from '../qr/code-finder.ts';
import { type BrowserWindow, readBrowser } from '../reach/browser-facts.ts';
import { waysOf } from '../reach/ways-of.ts';
import type { FlowWorld, SerialReach, TabStorage } from './flow-world.ts';
import { linkParts } from './link-parts.ts';

/** What the page adds to what a browser has: its settings, a helper, a device in the page. */
export type PageWorld = Pick<
  FlowWorld,
  | 'settings'
  | 'clock'
  | 'helper'
  | 'openServed'
  | 'openVirtual'
  | 'wrap'
  | 'onSealed'
  | 'lock'
  | 'guardUnload'
  | 'loadPowerWorker'
  | 'log'
>;

/** Returns the world of a browser. Nothing is loaded or asked for before it is needed. */
export function browserWorld(window: Window & typeof globalThis, page: PageWorld = {}): FlowWorld {
  const { navigator, document } = window;
  const { clock = systemClock, settings, log } = page;
  const { serial } = navigator as Partial<Pick<Navigator, 'serial'>>;
  const { bluetooth } = navigator as { bluetooth?: BrowserBluetooth };
  const facts = () => ({
    helper: page.helper && {
      bluetooth: page.helper.lists?.bluetooth !== undefined,
      usb: page.helper.lists?.usb !== undefined,
    },
    isServed: page.openServed !== undefined,
    hasVirtual: page.openVirtual !== undefined,
  });
  const { BarcodeDetector } = window as { BarcodeDetector?: BrowserDetectorClass | undefined };
  const finder = once(async () => (await import('../qr/code-finder.ts')).codeFinder(BarcodeDetector));
  const createCanvas = () => document.createElement('canvas');
  const pictures = { finder, createCanvas, createImageBitmap: (picture: Blob) => window.createImageBitmap(picture) };
  const cameraPort = {
    mediaDevices: navigator.mediaDevices as MediaDevices | undefined,
    clock,
    finder,
    createCanvas,
    createVideo: () => document.createElement('video'),
  };
  return {
    ...page,
    clock,
    ways: async () => waysOf(await readBrowser(window as unknown as BrowserWindow, facts(), (ms) => clock.sleep(ms))),
    bluetooth: bluetooth && new WebBluetoothCentral({ bluetooth, services: settings?.services, clock, log }),
    serial: serial && serialReach(serial),
    camera: { start: async (options) => (await import('../qr/camera.ts')).startCamera(cameraPort, options) },
    readPicture: async (picture) => (await import('../qr/picture-reader.ts')).readPicture(picture, pictures),
    storage: tabStorage(window),
    fetch: (url, init) => window.fetch(url, init),
    visibility: {
      get hidden() {
        return document.hidden;
      },
      onChange: (listener, signal) => document.addEventListener('visibilitychange', listener, { signal }),
    },
  };
}

function serialReach(serial: Serial): SerialReach {
  const reach: SerialReach<SerialPort> = {
    choose: () => chooseSerialPort(serial),
    open: async (port, { signal }) => {
      const { openSerialPort } = await linkParts.usb();
      return await openSerialPort(port, { serial, signal });
    },
  };
  return reach as SerialReach;
}

/** Returns the storage of the tab; undefined where the browser throws, as a page may not store anything. */
export function tabStorage(window: Window): TabStorage | undefined {
  try {
    return window.sessionStorage;
  } catch {
    return undefined;
  }
}

/** Begins a load once; one that failed, as without a network, is begun again. */
function once(load: () => Promise<FindCode>): () => Promise<FindCode> {
  let loading: Promise<FindCode> | undefined;
  return () => {
    loading ??= load().catch((error: unknown) => {
      loading = undefined;
      throw error;
    });
    return loading;
  };
}
