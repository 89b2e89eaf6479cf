/** The part of the browser's locks that is used. */
export interface LockPort {
  request(name: string, options: { readonly ifAvailable: true }, task: (lock: unknown) => unknown): Promise<unknown>;
}

/**
 * Takes a lock that all tabs of this page share and returns how to give it back; undefined while another tab has it. The
 * browser gives it back by itself when the tab goes.
 */
export async function takeLock(locks: LockPort, name: string): Promise<(() => void) | undefined> {
  return await new Promise((resolve, reject) => {
    const holding = locks.request(name, { ifAvailable: true }, (lock) => {
      if (lock === null) return resolve(undefined);
      return new Promise<void>((release) => resolve(() => release()));
    });
    holding.catch(reject);
  });
}
