/** What the launch button shows: a text and the lines of its icon; no lines: a dot that breathes. */
export type LaunchFace = readonly [text: string, lines: string];

const wifi = 'M3.5 9.5a12 12 0 0 1 17 0M6.5 13a7.7 7.7 0 0 1 11 0M9.4 16.3a3.6 3.6 0 0 1 5.2 0M12 19.5v.01';
const question =
  'M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17ZM9.6 9.5a2.5 2.5 0 1 1 3.6 2.3c-.8.4-1.2 1-1.2 1.9M12 16.5v.01';

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
