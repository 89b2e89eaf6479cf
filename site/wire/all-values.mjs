// Every table of values of the site. A page shows one by the fence ```wire-values NAME.
import { nvsEncryptionValues } from './examples/nvs-encryption.mjs';
import { security1Values } from './examples/security-1-values.mjs';
import { security2Values } from './examples/security-2-values.mjs';
import { bluetoothValues } from './examples/transport-bluetooth.mjs';

const makers = [bluetoothValues, nvsEncryptionValues, security1Values, security2Values];

let made;

/**
 * Returns all tables of values.
 *
 * @returns {Promise<readonly import('./draw-values.mjs').ValueTable[]>}
 */
export function allValues() {
  made ??= Promise.all(makers.map((make) => make())).then((lists) => lists.flat());
  return made;
}

/** Returns the table with this name. @param {string} name */
export async function findValues(name) {
  const found = (await allValues()).find((table) => table.name === name);
  if (!found) throw new Error(`No table of values has the name ${name}`);
  return found;
}
