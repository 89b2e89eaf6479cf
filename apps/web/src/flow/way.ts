/** How the page reaches a device. `virtual` is the one that runs in the page itself. */
export type Way = 'bluetooth' | 'usb' | 'softap' | 'virtual';

/** Why a way is not to be had in this browser, on this page, on this machine. Each has a screen with its remedy. */
export type Obstacle =
  /** iPhone and iPad: no browser has Bluetooth or USB for pages. */
  | 'ios'
  /** The browser does not have Web Bluetooth (Firefox, Safari on a Mac). */
  | 'no-web-bluetooth'
  /** The browser does not have Web Serial. */
  | 'no-web-serial'
  /** Chromium on Linux: Web Bluetooth is behind a flag. */
  | 'linux-flag'
  /** The page came over plain HTTP. */
  | 'insecure-page'
  /** The machine has no Bluetooth adapter, or it is switched off: browsers tell both alike. */
  | 'no-adapter'
  /** Android lists no devices while its location is off. */
  | 'android-location'
  /** The page is in a frame, or has a policy, that keeps this from it. */
  | 'not-permitted'
  /** Plain HTTP to a device needs the helper `esp-prov web`, or a page that the device itself serves. */
  | 'no-helper';

/** A way in, as this browser has it. */
export interface WayOffer {
  readonly way: Way;
  /** Undefined: it works here. */
  readonly obstacle: Obstacle | undefined;
  /** Whether nothing has to be done first, as on a page that the device itself serves. */
  readonly ready?: boolean | undefined;
  /** Whether the page shows a list of its own for it, as it does where the helper looks for devices. */
  readonly lists?: boolean | undefined;
  /** What may keep a device out of the list although this way works, such as the location that Android wants on. */
  readonly hint?: Obstacle | undefined;
}
