import type { Variant } from '@esp-prov/dbus';
import type { Bytes } from '@esp-prov/protocol';

/** Values of a dictionary by name, free of variants at the outside. */
export type Values = Readonly<Record<string, unknown>>;

/** Most entries of a dictionary that are looked at. */
const mostEntries = 256;
const mostText = 256;

/** Returns a whole number of the daemon; `otherwise` for anything else. */
export function numberOf(value: unknown, otherwise = 0): number {
  if (typeof value === 'bigint') return Number(value);
  return typeof value === 'number' && Number.isFinite(value) ? value : otherwise;
}

/** Returns a text of the daemon, at most 256 characters of it; empty for anything else. */
export function textOf(value: unknown): string {
  return typeof value === 'string' ? value.slice(0, mostText) : '';
}

/** Returns bytes of the daemon, no more than `most`; undefined for more, and for anything else. */
export function bytesOf(value: unknown, most: number): Bytes | undefined {
  return value instanceof Uint8Array && value.length <= most ? Uint8Array.from(value) : undefined;
}

/** Returns the path of an object; undefined for anything else, and for the path that means none. */
export function pathOf(value: unknown): string | undefined {
  return typeof value === 'string' && value.startsWith('/') && value !== '/' && value.length <= mostText
    ? value
    : undefined;
}

/** Returns the paths of a list, at most the first `most`. */
export function pathsOf(value: unknown, most: number): string[] {
  if (!Array.isArray(value)) return [];
  return value.slice(0, most).flatMap((each) => pathOf(each) ?? []);
}

/** Returns a dictionary of variants as plain values; an empty one for anything else. */
export function valuesOf(dictionary: unknown): Values {
  if (typeof dictionary !== 'object' || dictionary === null) return {};
  const plain: Record<string, unknown> = {};
  for (const [name, variant] of Object.entries(dictionary).slice(0, mostEntries)) {
    if (typeof variant === 'object' && variant !== null && 'value' in variant) plain[name] = (variant as Variant).value;
  }
  return plain;
}

/** Returns the six bytes of an address such as `24:0a:c4:26:1f:cc`; undefined for any other text. */
export function macOf(value: unknown): Bytes | undefined {
  const text = textOf(value);
  if (!/^[0-9a-f]{2}(:[0-9a-f]{2}){5}$/i.test(text)) return undefined;
  return Uint8Array.from(text.split(':'), (byte) => Number.parseInt(byte, 16));
}
