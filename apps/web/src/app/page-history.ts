import type { connectHistory } from './flow-history.ts';

/** Returns the history of the window, as far as a flow uses it. */
export function pageHistory(window: Window): Parameters<typeof connectHistory>[0] {
  const { history } = window;
  return {
    get state() {
      return history.state;
    },
    pushState: (state, unused) => history.pushState(state, unused),
    back: () => history.back(),
    onMove: (listener) => window.addEventListener('popstate', listener),
  };
}
