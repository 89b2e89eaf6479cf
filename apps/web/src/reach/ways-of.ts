import type { Obstacle, Way, WayOffer } from '../flow/way.ts';
import type { BrowserFacts } from './browser-facts.ts';

/** Returns the ways into a device, the best first; those that do not work here come last, each with its reason. */
export function waysOf(facts: BrowserFacts): WayOffer[] {
  const offers: Readonly<Record<Way, WayOffer | undefined>> = {
    bluetooth: bluetoothOffer(facts),
    usb: usbOffer(facts),
    softap: softApOffer(facts),
    virtual: facts.hasVirtual ? { way: 'virtual', obstacle: undefined } : undefined,
  };
  // Whoever opened the page from the device or from the helper has decided on that way.
  const isSoftApFirst = facts.isServed || facts.helper !== undefined;
  const order: readonly Way[] = isSoftApFirst ? ['softap', 'bluetooth', 'usb'] : ['bluetooth', 'usb', 'softap'];
  const real = order.map((way) => offers[way]).filter((offer) => offer !== undefined);
  const virtual = offers.virtual ? [offers.virtual] : [];
  return [...real.filter(works), ...virtual, ...real.filter((offer) => !works(offer))];
}

function works({ obstacle }: WayOffer): boolean {
  return obstacle === undefined;
}

function bluetoothOffer(facts: BrowserFacts): WayOffer {
  const way = 'bluetooth';
  if (facts.hasBluetooth) {
    // A policy also makes the browser say that there is no adapter, so it is looked at first.
    const obstacle = facts.allowsBluetooth === false ? 'not-permitted' : noAdapter(facts);
    if (obstacle === undefined || !facts.helper?.bluetooth) return { way, obstacle, ...hint(facts) };
  }
  if (facts.helper?.bluetooth) return { way, obstacle: undefined, lists: true };
  return { way, obstacle: missingBluetooth(facts) };
}

function noAdapter({ hasAdapter }: BrowserFacts): Obstacle | undefined {
  return hasAdapter === false ? 'no-adapter' : undefined;
}

/** Android keeps devices out of the list while its location is off, and tells nobody. */
function hint(facts: BrowserFacts): Pick<WayOffer, 'hint'> {
  return isAndroid(facts) ? { hint: 'android-location' } : {};
}

function missingBluetooth(facts: BrowserFacts): Obstacle {
  if (isIos(facts)) return 'ios';
  if (!isChromium(facts) || isWebView(facts)) return 'no-web-bluetooth';
  if (!facts.isSecure) return 'insecure-page';
  return isLinux(facts) ? 'linux-flag' : 'no-web-bluetooth';
}

function usbOffer(facts: BrowserFacts): WayOffer {
  const way = 'usb';
  if (facts.hasSerial && facts.allowsSerial !== false) return { way, obstacle: undefined };
  if (facts.helper?.usb) return { way, obstacle: undefined, lists: true };
  return { way, obstacle: missingSerial(facts) };
}

function missingSerial(facts: BrowserFacts): Obstacle {
  if (facts.hasSerial) return 'not-permitted';
  if (isIos(facts)) return 'ios';
  const couldHave = (isChromium(facts) && !isWebView(facts)) || firefoxVersion(facts) >= firefoxWithSerial;
  return couldHave && !facts.isSecure ? 'insecure-page' : 'no-web-serial';
}

function softApOffer({ isServed, helper }: BrowserFacts): WayOffer {
  if (isServed) return { way: 'softap', obstacle: undefined, ready: true };
  return { way: 'softap', obstacle: helper ? undefined : 'no-helper' };
}

/** First release of Firefox with Web Serial, on computers. */
const firefoxWithSerial = 151;

/** Every browser of iPhone and iPad; an iPad says that it is a Macintosh, and has a touch screen all the same. */
function isIos({ userAgent, platform, maxTouchPoints }: BrowserFacts): boolean {
  if (/\b(iPhone|iPad|iPod)\b/.test(userAgent)) return true;
  return (/\bMacintosh\b/.test(userAgent) || platform === 'MacIntel') && maxTouchPoints > 1;
}

/** Chrome, Edge, Opera, Samsung Internet and their like; not those of Apple's systems that only bear the name. */
function isChromium({ userAgent }: BrowserFacts): boolean {
  return /\b(Chrome|Chromium)\/\d/.test(userAgent);
}

/** A browser inside of an app of Android. */
function isWebView({ userAgent }: BrowserFacts): boolean {
  return /; wv\)/.test(userAgent);
}

function isAndroid({ userAgent }: BrowserFacts): boolean {
  return /\bAndroid\b/.test(userAgent);
}

/** Linux on a computer; Android and ChromeOS are none here, as Web Bluetooth is on there. */
function isLinux(facts: BrowserFacts): boolean {
  return /\bLinux\b/.test(facts.userAgent) && !isAndroid(facts) && !/\bCrOS\b/.test(facts.userAgent);
}

function firefoxVersion(facts: BrowserFacts): number {
  if (isAndroid(facts)) return 0;
  return Number(/\bFirefox\/(\d{1,5})/.exec(facts.userAgent)?.[1] ?? 0);
}
