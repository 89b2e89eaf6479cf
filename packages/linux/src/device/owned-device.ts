import type { LinuxDevice } from './linux-device.ts';

/** Returns a device that puts away with itself what it was made of. */
export function ownedDevice(board: LinuxDevice, parts: AsyncDisposable): LinuxDevice {
  return {
    get identity() {
      return board.identity;
    },
    get lost() {
      return board.lost;
    },
    isProvisioned: () => board.isProvisioned(),
    offer: () => board.offer(),
    withdraw: () => board.withdraw(),
    reset: () => board.reset(),
    watch: (listener) => board.watch(listener),
    whenOnline: (options) => board.whenOnline(options),
    [Symbol.asyncDispose]: () => parts[Symbol.asyncDispose](),
  };
}
