import { readdirSync, readFileSync } from 'node:fs';

const root = new URL('../../../../test/vectors/nvs/', import.meta.url);

/** Returns the text of a fixture. */
export function vectorText(path: string): string {
  return readFileSync(new URL(path, root), 'utf8');
}

/** Returns the names of the fixtures in a folder. */
export function vectorNames(folder: string): readonly string[] {
  return readdirSync(new URL(folder, root)).sort();
}
