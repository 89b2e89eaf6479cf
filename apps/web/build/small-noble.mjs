import { readFile } from 'node:fs/promises';

const copy = '?of-flash';
const flash = /[\\/]packages[\\/]nvs[\\/]/;

/**
 * Gives the flash of the virtual device a copy of AES of its own. It takes more of it than a session does, and what is
 * shared has what either takes: each session would load modes of AES that only an encrypted partition has.
 */
export const smallNoble = {
  name: 'esp-prov-small-noble',
  enforce: 'pre',
  async resolveId(id, importer) {
    if (id !== '@noble/ciphers/aes.js' || !flash.test(importer ?? '')) return undefined;
    const found = await this.resolve(id, importer, { skipSelf: true });
    return found && { ...found, id: found.id + copy };
  },
  async load(id) {
    return id.endsWith(copy) ? await readFile(id.slice(0, -copy.length), 'utf8') : undefined;
  },
};
