/**
 * Pages that do not keep to a rule yet, by rule: a page, or how the paths of several begin. The list only shrinks: an
 * entry that is no longer needed fails the test.
 */
export const notYet: Readonly<Record<string, readonly string[]>> = {
  links: [],
};

/** Returns whether a page is on the list. */
export function isWaiting(rule: string, path: string): boolean {
  return (notYet[rule] ?? []).some((entry) => path.startsWith(entry));
}
