/** Returns the two halves of `key=value`; undefined where there is no key or no sign. */
export function splitAssignment(text: string): { readonly key: string; readonly value: string } | undefined {
  const sign = text.indexOf('=');
  return sign > 0 ? { key: text.slice(0, sign), value: text.slice(sign + 1) } : undefined;
}

/** Returns a value as JSON: as it is where it is some, so that a number keeps its digits; else as a JSON text. */
export function jsonOrText(value: string): string {
  try {
    JSON.parse(value);
    return value.trim();
  } catch {
    return JSON.stringify(value);
  }
}
