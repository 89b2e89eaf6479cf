import type { LaunchFace } from './launch-words.ts';

/** The launch button while its dialog is open, and after a device has joined, by language; they come with the dialog. */
export const laterWords: Readonly<Record<string, readonly [active: LaunchFace, done: LaunchFace]>> = {
  en: [
    ['Setting up', ''],
    ['On Wi‑Fi', 'm5 12.5 4.5 4.5L19 7.5'],
  ],
  de: [
    ['Wird eingerichtet', ''],
    ['Im WLAN', 'm5 12.5 4.5 4.5L19 7.5'],
  ],
};
