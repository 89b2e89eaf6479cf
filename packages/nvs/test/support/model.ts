import { type NvsStore, type NvsValue, readNvs } from '../../src/index.ts';

/** A change of one key, or of all keys of a namespace. */
export type Change =
  | { readonly kind: 'set'; readonly namespace: string; readonly key: string; readonly value: NvsValue }
  | { readonly kind: 'erase'; readonly namespace: string; readonly key: string };

/** What a partition holds, by namespace and key, as text. */
export type Content = ReadonlyMap<string, string>;

export function change(store: NvsStore, { namespace, key, ...rest }: Change): void {
  if (rest.kind === 'set') store.set(namespace, key, rest.value);
  else store.eraseKey(namespace, key);
}

export function contentOf(source: Pick<NvsStore, 'entries'>): Content {
  const content = new Map<string, string>();
  for (const entry of source.entries()) {
    const value = entry.read();
    if (value !== undefined) content.set(`${entry.namespace}/${entry.key}`, text(value));
  }
  return content;
}

export function contentAfter(content: Content, step: Change): Content {
  const next = new Map(content);
  const name = `${step.namespace}/${step.key}`;
  if (step.kind === 'set') next.set(name, text(step.value));
  else next.delete(name);
  return next;
}

/** Returns what a read-only reader finds in an image. */
export function readContent(image: Uint8Array): Content {
  return contentOf(readNvs(image));
}

/** Returns all of it as one line, in a fixed order. */
export function fingerprint(content: Content): string {
  return Array.from(content, ([name, value]) => `${name}=${value}`)
    .sort()
    .join('\n');
}

function text(value: NvsValue): string {
  return `${value.type}:${value.type === 'blob' ? Buffer.from(value.value).toString('hex') : value.value}`;
}
