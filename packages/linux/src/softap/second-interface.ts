import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { decodeUtf8, isProvisioningError } from '@esp-prov/protocol';
import type { Programs } from '../programs/programs.ts';
import { type AtOnce, parseCombinations } from './radio-combinations.ts';

/** Name of the interface that we make for an access point beside the station. */
export const secondInterface = 'espprov0';

const iw = { program: 'iw', debianPackage: 'iw', timeoutMs: 5000 } as const;

/**
 * Returns whether the radio of an interface can be access point and station at once.
 *
 * @throws ProvisioningError `board/program-missing`, `board/program-failed`
 */
export async function readAtOnce(
  programs: Programs,
  interfaceName: string,
  signal?: AbortSignal,
): Promise<AtOnce | undefined> {
  const { stdout } = await programs.run({ ...iw, arguments: ['dev', interfaceName, 'info'], signal });
  const index = /^\s*wiphy (\d{1,4})$/m.exec(text(stdout))?.[1];
  if (index === undefined) return undefined;
  const phy = await programs.run({ ...iw, arguments: ['phy', `phy${index}`, 'info'], maxOutput: 1_000_000, signal });
  return parseCombinations(text(phy.stdout));
}

/**
 * Makes a second interface on the radio of `interfaceName`, for an access point.
 *
 * @throws ProvisioningError `board/program-missing`, `board/program-failed`
 */
export async function addSecondInterface(
  programs: Programs,
  { interfaceName, mac }: { readonly interfaceName: string; readonly mac: Uint8Array },
): Promise<void> {
  await removeSecondInterface(programs);
  const add = ['dev', interfaceName, 'interface', 'add', secondInterface, 'type', '__ap'];
  try {
    await programs.run({ ...iw, arguments: [...add, 'addr', localAddress(mac)] });
  } catch (error) {
    if (!isProvisioningError(error, 'board/program-failed')) throw error;
    // Not every driver takes an address: it has one of its own then.
    await programs.run({ ...iw, arguments: add });
  }
}

/** Removes the second interface, also one that a run before has left; none is no failure, and so is no `iw`. */
export async function removeSecondInterface(programs: Programs): Promise<void> {
  await programs.run({ ...iw, arguments: ['dev', secondInterface, 'del'] }).catch((error: unknown) => {
    if (!isProvisioningError(error)) throw error;
  });
}

/** Removes the second interface of a run that was killed, which would pass for a radio; where there is none, nothing is run. */
export async function removeStaleInterface(programs: Programs, folder = '/sys/class/net'): Promise<void> {
  const isThere = await access(join(folder, secondInterface)).then(
    () => true,
    () => false,
  );
  if (isThere) await removeSecondInterface(programs);
}

/** Returns an address for the second interface: that of the radio, marked as locally administered. */
export function localAddress(mac: Uint8Array): string {
  const bytes = Array.from(mac);
  const first = bytes[0] ?? 0;
  // One that is locally administered already differs by the bit beside that.
  bytes[0] = first & 2 ? first ^ 4 : first | 2;
  return bytes.map((byte) => byte.toString(16).padStart(2, '0')).join(':');
}

function text(bytes: Uint8Array): string {
  return decodeUtf8(bytes) ?? '';
}
