import { itemTypes, noChunk } from '../pages/item.ts';
import { noSpace, type PageList } from '../pages/page-list.ts';

const maxNamespaces = 254;

/** The table of namespaces: names of the numbers that items carry. */
export class Namespaces {
  readonly #pages: PageList;
  readonly #indexes: Map<string, number> = new Map();

  constructor(pages: PageList) {
    this.#pages = pages;
    for (const { item } of pages.items()) {
      const index = item.payload[0] as number;
      if (item.namespaceIndex !== 0 || item.type !== itemTypes.u8 || this.#indexes.has(item.key)) continue;
      if (index === 0 || index > maxNamespaces) continue;
      this.#indexes.set(item.key, index);
    }
  }

  get size(): number {
    return this.#indexes.size;
  }

  indexOf(name: string): number | undefined {
    return this.#indexes.get(name);
  }

  /** Returns the names by their numbers; where several names have one number, the first one. */
  names(): Map<number, string> {
    const names = new Map<number, string>();
    for (const [name, index] of this.#indexes) if (!names.has(index)) names.set(index, name);
    return names;
  }

  /** Returns the number of a namespace, which is begun if it is new. */
  open(name: string): number {
    const known = this.#indexes.get(name);
    if (known !== undefined) return known;
    const index = this.#firstFree();
    const item = { namespaceIndex: 0, type: itemTypes.u8, key: name, chunkIndex: noChunk };
    this.#pages.write(item, Uint8Array.of(index, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff));
    this.#indexes.set(name, index);
    return index;
  }

  /**
   * Returns the first number that no namespace and no key has. Firmware takes the first one without a name, but keys
   * that lost their namespace must not come back in another one.
   */
  #firstFree(): number {
    const taken = new Set(this.#indexes.values());
    for (const { item } of this.#pages.items()) taken.add(item.namespaceIndex);
    for (let index = 1; index <= maxNamespaces; index++) if (!taken.has(index)) return index;
    throw noSpace();
  }
}
