/** The part of a window that is used. */
interface UnloadTarget {
  addEventListener(kind: 'beforeunload', listener: (event: Event) => void): void;
  removeEventListener(kind: 'beforeunload', listener: (event: Event) => void): void;
}

/** Returns a switch: while it is on, the browser asks before the page is left. Off, the page may be kept for "back". */
export function unloadGuard(window: UnloadTarget): (on: boolean) => void {
  const ask = (event: Event) => event.preventDefault();
  return (on) => {
    window.removeEventListener('beforeunload', ask);
    if (on) window.addEventListener('beforeunload', ask);
  };
}
