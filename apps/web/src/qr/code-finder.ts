/** A picture as it is on a canvas. */
export interface Pixels {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8ClampedArray;
}

/** Finds the text of a QR code in a picture; undefined where there is none. */
export type FindCode = (pixels: Pixels) => Promise<string | undefined>;

/** The browser's own reader of codes, as far as it is used. */
export interface BrowserDetector {
  detect(image: ImageData): Promise<readonly { readonly rawValue: string }[]>;
}

/** The class of it, where the browser has one. */
export interface BrowserDetectorClass {
  new (options: { formats: string[] }): BrowserDetector;
  getSupportedFormats(): Promise<string[]>;
}

/** Time in ms that the reader of ours has for one picture. */
const patienceMs = 200;

/**
 * Returns the browser's own reader where it has one for QR codes, else ours, which is loaded then. Should the browser's
 * fail, as it does on machines without the service behind it, ours takes over.
 */
export async function codeFinder(detectorClass: BrowserDetectorClass | undefined): Promise<FindCode> {
  const own = await browserFinder(detectorClass).catch(() => undefined);
  if (!own) return await loadedFinder();
  let find = own;
  return async (pixels) => {
    try {
      return await find(pixels);
    } catch {
      find = await loadedFinder();
      return await find(pixels);
    }
  };
}

async function browserFinder(detectorClass: BrowserDetectorClass | undefined): Promise<FindCode | undefined> {
  if (!detectorClass) return undefined;
  const formats = await detectorClass.getSupportedFormats();
  if (!formats.includes('qr_code')) return undefined;
  const detector = new detectorClass({ formats: ['qr_code'] });
  return async ({ data, width, height }) => {
    const [found] = await detector.detect(new ImageData(Uint8ClampedArray.from(data), width, height));
    return found?.rawValue;
  };
}

async function loadedFinder(): Promise<FindCode> {
  const { decodeQR } = await import('qr/decode.js');
  // Named one by one: those of the browser's `ImageData` are no properties of its own.
  return async ({ width, height, data }) => {
    try {
      return decodeQR({ width, height, data }, { timeLimit: patienceMs });
    } catch {
      // It says by an error that it found none.
      return undefined;
    }
  };
}
