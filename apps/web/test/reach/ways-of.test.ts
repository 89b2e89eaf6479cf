import { describe, expect, test } from 'vitest';
import type { BrowserFacts } from '../../src/reach/browser-facts.ts';
import { waysOf } from '../../src/reach/ways-of.ts';

const windows = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko)';
const mac = 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko)';

/** Browsers as they describe themselves. */
const agents = {
  chromeWindows: `${windows} Chrome/150.0.0.0 Safari/537.36`,
  edge: `${windows} Chrome/150.0.0.0 Safari/537.36 Edg/150.0.0.0`,
  chromeLinux: 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/150.0.0.0 Safari/537.36',
  chromeOs:
    'Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/150.0.0.0 Safari/537.36',
  chromeAndroid:
    'Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/150.0.0.0 Mobile Safari/537.36',
  samsung:
    'Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/29.0 Chrome/136.0.0.0 Mobile Safari/537.36',
  webView:
    'Mozilla/5.0 (Linux; Android 14; Pixel 8 Build/UQ1A; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/150.0.0.0 Mobile Safari/537.36',
  firefoxLinux: 'Mozilla/5.0 (X11; Linux x86_64; rv:151.0) Gecko/20100101 Firefox/151.0',
  firefoxOld: 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0',
  firefoxAndroid: 'Mozilla/5.0 (Android 14; Mobile; rv:151.0) Gecko/151.0 Firefox/151.0',
  safariMac: `${mac} Version/26.0 Safari/605.1.15`,
  iphone:
    'Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.0 Mobile/15E148 Safari/604.1',
  chromeIphone:
    'Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) CriOS/150.0.0.0 Mobile/15E148 Safari/604.1',
  firefoxIphone:
    'Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) FxiOS/151.0 Mobile/15E148 Safari/605.1.15',
} as const;

const nothing: BrowserFacts = {
  userAgent: agents.firefoxOld,
  platform: 'Win32',
  maxTouchPoints: 0,
  isSecure: true,
  hasBluetooth: false,
  hasAdapter: undefined,
  hasSerial: false,
  allowsBluetooth: undefined,
  allowsSerial: undefined,
  helper: undefined,
  isServed: false,
  hasVirtual: true,
};

const both = { hasBluetooth: true, hasAdapter: true, hasSerial: true };

/** What each way comes to: `ok`, or the obstacle. */
function verdicts(facts: Partial<BrowserFacts>): Record<string, string> {
  const entries = waysOf({ ...nothing, ...facts }).map(({ way, obstacle }) => [way, obstacle ?? 'ok']);
  return Object.fromEntries(entries);
}

/** The ways in their order. */
const order = (facts: Partial<BrowserFacts>) => waysOf({ ...nothing, ...facts }).map(({ way }) => way);

describe('real browsers', () => {
  test.each<[name: string, facts: Partial<BrowserFacts>, bluetooth: string, usb: string]>([
    ['Chrome on Windows', { userAgent: agents.chromeWindows, ...both }, 'ok', 'ok'],
    ['Edge', { userAgent: agents.edge, ...both }, 'ok', 'ok'],
    ['Chrome without adapter', { userAgent: agents.chromeWindows, ...both, hasAdapter: false }, 'no-adapter', 'ok'],
    ['Chrome by plain HTTP', { userAgent: agents.chromeWindows, isSecure: false }, 'insecure-page', 'insecure-page'],
    ['Chrome on Linux', { userAgent: agents.chromeLinux, hasSerial: true }, 'linux-flag', 'ok'],
    ['Chrome on Linux with the flag', { userAgent: agents.chromeLinux, ...both }, 'ok', 'ok'],
    [
      'Chrome on Linux by plain HTTP',
      { userAgent: agents.chromeLinux, isSecure: false },
      'insecure-page',
      'insecure-page',
    ],
    ['ChromeOS', { userAgent: agents.chromeOs, ...both }, 'ok', 'ok'],
    ['Chrome on Android', { userAgent: agents.chromeAndroid, ...both, maxTouchPoints: 5 }, 'ok', 'ok'],
    ['Samsung Internet', { userAgent: agents.samsung, hasBluetooth: true, maxTouchPoints: 5 }, 'ok', 'no-web-serial'],
    ['an app of Android', { userAgent: agents.webView, maxTouchPoints: 5 }, 'no-web-bluetooth', 'no-web-serial'],
    ['Firefox 151', { userAgent: agents.firefoxLinux, hasSerial: true }, 'no-web-bluetooth', 'ok'],
    [
      'Firefox 151 by plain HTTP',
      { userAgent: agents.firefoxLinux, isSecure: false },
      'no-web-bluetooth',
      'insecure-page',
    ],
    ['Firefox 140', { userAgent: agents.firefoxOld }, 'no-web-bluetooth', 'no-web-serial'],
    [
      'Firefox 140 by plain HTTP',
      { userAgent: agents.firefoxOld, isSecure: false },
      'no-web-bluetooth',
      'no-web-serial',
    ],
    ['Firefox on Android', { userAgent: agents.firefoxAndroid, isSecure: false }, 'no-web-bluetooth', 'no-web-serial'],
    ['Safari on a Mac', { userAgent: agents.safariMac, platform: 'MacIntel' }, 'no-web-bluetooth', 'no-web-serial'],
    ['iPhone', { userAgent: agents.iphone, platform: 'iPhone', maxTouchPoints: 5 }, 'ios', 'ios'],
    ['iPhone by plain HTTP', { userAgent: agents.iphone, isSecure: false, maxTouchPoints: 5 }, 'ios', 'ios'],
    ['Chrome on iPhone', { userAgent: agents.chromeIphone, maxTouchPoints: 5 }, 'ios', 'ios'],
    ['Firefox on iPhone', { userAgent: agents.firefoxIphone, maxTouchPoints: 5 }, 'ios', 'ios'],
    [
      'an iPad that says Macintosh',
      { userAgent: agents.safariMac, platform: 'MacIntel', maxTouchPoints: 5 },
      'ios',
      'ios',
    ],
    ['Bluefy on iPhone', { userAgent: agents.iphone, hasBluetooth: true, maxTouchPoints: 5 }, 'ok', 'ios'],
    [
      'a frame without permission',
      { userAgent: agents.chromeWindows, ...both, hasAdapter: false, allowsBluetooth: false, allowsSerial: false },
      'not-permitted',
      'not-permitted',
    ],
  ])('%s', (_name, facts, bluetooth, usb) => {
    expect(verdicts(facts)).toEqual({ bluetooth, usb, softap: 'no-helper', virtual: 'ok' });
  });
});

test('the best way is first, the device in the page behind those that reach a real one, and what does not work last', () => {
  expect(order({ userAgent: agents.chromeWindows, ...both })).toEqual(['bluetooth', 'usb', 'virtual', 'softap']);
  expect(order({ userAgent: agents.chromeLinux, hasSerial: true })).toEqual(['usb', 'virtual', 'bluetooth', 'softap']);
  expect(order({ hasVirtual: false })).toEqual(['bluetooth', 'usb', 'softap']);
});

test('the helper brings what the browser lacks, and lists it in the page', () => {
  const helper = { bluetooth: true, usb: true };
  expect(order({ helper })).toEqual(['softap', 'bluetooth', 'usb', 'virtual']);
  expect(waysOf({ ...nothing, helper })).toContainEqual({ way: 'bluetooth', obstacle: undefined, lists: true });
  const own = waysOf({ ...nothing, userAgent: agents.chromeWindows, ...both, helper });
  expect(own).toContainEqual({ way: 'bluetooth', obstacle: undefined });
  const withoutAdapter = waysOf({ ...nothing, ...both, hasAdapter: false, helper });
  expect(withoutAdapter).toContainEqual({ way: 'bluetooth', obstacle: undefined, lists: true });
});

test('a page that the device serves goes on without steps', () => {
  const [first] = waysOf({ ...nothing, isSecure: false, isServed: true, hasVirtual: false });
  expect(first).toEqual({ way: 'softap', obstacle: undefined, ready: true });
});

test('on Android the location is named where nothing is found', () => {
  const [first] = waysOf({ ...nothing, userAgent: agents.chromeAndroid, ...both });
  expect(first).toEqual({ way: 'bluetooth', obstacle: undefined, hint: 'android-location' });
});
