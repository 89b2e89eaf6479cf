/** Values within values that are written; YAML of a stranger may have thousands. */
const deepest = 32;

/** Returns a value as compact JSON, whole numbers with all their digits; undefined for what JSON cannot tell. */
export function plainJson(value: unknown, depth = 0): string | undefined {
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return JSON.stringify(value);
  if (typeof value === 'bigint') return String(value);
  if (typeof value === 'number') return Number.isFinite(value) ? String(value) : undefined;
  if (typeof value !== 'object' || depth === deepest) return undefined;
  const isList = Array.isArray(value);
  const parts = Object.entries(value).map(([name, item]) => {
    const json = plainJson(item, depth + 1);
    return json === undefined || isList ? json : `${JSON.stringify(name)}:${json}`;
  });
  if (parts.includes(undefined)) return undefined;
  return isList ? `[${parts.join(',')}]` : `{${parts.join(',')}}`;
}
