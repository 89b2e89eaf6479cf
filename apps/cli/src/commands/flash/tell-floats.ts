import { tellPeople } from '../../terminal/printable.ts';

/** Says who does not know floats and doubles, if any of the types that are written is one. */
export function tellFloats(types: readonly string[]): void {
  if (!types.some((type) => type === 'float' || type === 'double')) return;
  tellPeople(
    'note: floats and doubles came with ESP-IDF 6.1: firmware from 5.4 to 6.0 erases them at its start, and nvs_tool shows no value',
  );
}
