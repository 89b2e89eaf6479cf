/** States of the launch button. */
export type LaunchState = 'rest' | 'active' | 'done' | 'away';

/** What the button says in each state, by language. A page with another language fills the slots. */
export const launchWords: Readonly<Record<string, Readonly<Record<LaunchState, string>>>> = {
  en: { rest: 'Put it on Wi‑Fi', active: 'Setting up', done: 'On Wi‑Fi', away: 'Not in this browser: what works' },
  de: {
    rest: 'Ins WLAN bringen',
    active: 'Wird eingerichtet',
    done: 'Im WLAN',
    away: 'Nicht in diesem Browser: was geht',
  },
};

/** The drawing in the button; while the set-up runs, a dot breathes in its place. */
export const launchIcons: Readonly<Record<LaunchState, string>> = {
  rest: 'M3.5 9.5a12 12 0 0 1 17 0M6.5 13a7.7 7.7 0 0 1 11 0M9.4 16.3a3.6 3.6 0 0 1 5.2 0M12 19.5v.01',
  active: '',
  done: 'm5 12.5 4.5 4.5L19 7.5',
  away: 'M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17ZM9.6 9.5a2.5 2.5 0 1 1 3.6 2.3c-.8.4-1.2 1-1.2 1.9M12 16.5v.01',
};
