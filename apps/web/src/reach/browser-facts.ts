/** What is known of the browser and the page, as plain data: which ways there are follows from it and nothing else. */
export interface BrowserFacts {
  readonly userAgent: string;
  /** `navigator.platform`, such as `MacIntel`. */
  readonly platform: string;
  /** Fingers that the screen takes at once: an iPad says that it is a Macintosh, which has none. */
  readonly maxTouchPoints: number;
  /** Whether the page came by https, or from this computer. */
  readonly isSecure: boolean;
  readonly hasBluetooth: boolean;
  /** Whether there is an adapter that is switched on; undefined where nothing says so. */
  readonly hasAdapter: boolean | undefined;
  readonly hasSerial: boolean;
  /** Whether the policy of the page lets it use Bluetooth; undefined where the browser does not tell. */
  readonly allowsBluetooth: boolean | undefined;
  readonly allowsSerial: boolean | undefined;
  /** What the helper at hand can: carry messages to a device in its own Wi-Fi, and perhaps more. */
  readonly helper: { readonly bluetooth: boolean; readonly usb: boolean } | undefined;
  /** Whether the device itself serves this page. */
  readonly isServed: boolean;
  /** Whether a device can run in the page. */
  readonly hasVirtual: boolean;
}

/** The parts of a window that are looked at. */
export interface BrowserWindow {
  readonly isSecureContext: boolean;
  readonly navigator: {
    readonly userAgent: string;
    readonly platform?: string;
    readonly maxTouchPoints?: number;
    readonly bluetooth?: { getAvailability?(): Promise<boolean> } | undefined;
    readonly serial?: unknown;
  };
  readonly document: {
    readonly featurePolicy?: { allowsFeature(feature: string): boolean; features?(): string[] } | undefined;
  };
}

/** What the browser cannot report about itself. */
export type PageFacts = Pick<BrowserFacts, 'helper' | 'isServed' | 'hasVirtual'>;

/** Longest wait for the browser to say whether there is an adapter; some bridges never do. */
const adapterMs = 3000;

/** Looks at the browser. Nothing that it refuses to tell is a failure. */
export async function readBrowser(
  { isSecureContext, navigator, document }: BrowserWindow,
  page: PageFacts,
  sleep: (ms: number) => Promise<void>,
): Promise<BrowserFacts> {
  const { userAgent, platform = '', maxTouchPoints = 0, bluetooth, serial } = navigator;
  const asked = async () => bluetooth?.getAvailability?.();
  const hasAdapter = await Promise.race([asked().catch(() => undefined), sleep(adapterMs).then(() => undefined)]);
  return {
    ...page,
    userAgent,
    platform,
    maxTouchPoints,
    isSecure: isSecureContext,
    hasBluetooth: bluetooth !== undefined,
    hasAdapter,
    hasSerial: serial !== undefined,
    allowsBluetooth: allows(document.featurePolicy, 'bluetooth'),
    allowsSerial: allows(document.featurePolicy, 'serial'),
  };
}

function allows(policy: BrowserWindow['document']['featurePolicy'], feature: string): boolean | undefined {
  try {
    // A browser that does not know a feature allows it to nobody, which says nothing.
    if (!policy || policy.features?.().includes(feature) === false) return undefined;
    return policy.allowsFeature(feature);
  } catch {
    return undefined;
  }
}
