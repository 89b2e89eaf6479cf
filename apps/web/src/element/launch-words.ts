/** What the launch button shows: a text and the lines of its icon; no lines: a dot that breathes. */
export type LaunchFace = readonly [text: string, lines: string];

const wifi = 'M3.5 9.5a12 12 0 0 1 17 0M6.5 13a7.7 7.7 0 0 1 11 0M9.4 16.3a3.6 3.6 0 0 1 5.2 0M12 19.5v.01';
const question = 'M8.9 8.8a3.1 3.1 0 1 1 4.7 2.7c-1 .6-1.6 1.4-1.6 2.7M12 18v.01';

/** The button at rest, and where the browser has no way in, by language. A page with another language fills the slots. */
export const launchWords: Readonly<Record<string, readonly [rest: LaunchFace, away: LaunchFace]>> = {
  en: [
    ['Put it on Wi‑Fi', wifi],
    ['Not here: see what works', question],
  ],
  de: [
    ['Ins WLAN bringen', wifi],
    ['Hier nicht: was sonst geht', question],
  ],
};
