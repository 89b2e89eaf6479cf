import { itemTypes } from '../pages/item.ts';

const special: Readonly<Record<number, string>> = {
  [itemTypes.legacyBlob]: 'blob',
  [itemTypes.blobData]: 'blob_data',
  [itemTypes.blobIndex]: 'blob_index',
};

const names: ReadonlyMap<number, string> = new Map(
  Object.entries(itemTypes).map(([name, type]) => [type, special[type] ?? name]),
);

/** Returns what people call the type byte of an entry; the number where it has no name. */
export function typeName(type: number): string {
  return names.get(type) ?? `0x${type.toString(16).padStart(2, '0')}`;
}
