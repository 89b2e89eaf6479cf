import { runInGuest } from './boot.mjs';
import { guestImage } from './image.mjs';
import { requireMachine, requireTools } from './machine.mjs';

/**
 * Gets the guest ready on this machine and returns a function that boots it; the options are those of `runInGuest`.
 *
 * @throws NoGuest where it cannot be had
 */
export async function prepareGuest() {
  await requireMachine();
  await requireTools();
  const image = await guestImage();
  return (options) => runInGuest({ image, ...options });
}
