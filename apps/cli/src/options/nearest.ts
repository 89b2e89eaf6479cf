/** Characters of the longest word that is compared, so that nothing from outside takes long. */
const longestWord = 40;

/** Names that are suggested at most. */
const mostSuggestions = 3;

/**
 * Returns the names that a mistyped word may stand for, the likeliest first: those that begin with it, else those with
 * the fewest letters wrong. Underscores count as hyphens.
 */
export function nearest(word: string, names: readonly string[]): string[] {
  if (word.length > longestWord) return [];
  const typed = word.toLowerCase().replaceAll('_', '-');
  if (names.includes(typed)) return [typed];
  const longer = typed.length < 2 ? [] : names.filter((name) => name.startsWith(typed));
  if (longer.length > 0) return longer.slice(0, mostSuggestions);
  const whole = closest(typed, names, (name) => name);
  // The user may have begun `erase-region` as `erse`.
  return (whole.length > 0 ? whole : closest(typed, names, firstPart)).slice(0, mostSuggestions);
}

/** Returns the names of which the part that `partOf` takes has the fewest letters wrong, and not too many. */
function closest(typed: string, names: readonly string[], partOf: (name: string) => string): string[] {
  const measured = names
    .map((name) => ({ name, part: partOf(name) }))
    .map(({ name, part }) => ({ name, distance: editDistance(typed, part), most: mostEdits(typed, part) }))
    .filter(({ distance, most }) => distance <= most);
  const least = Math.min(...measured.map(({ distance }) => distance));
  return measured.filter(({ distance }) => distance === least).map(({ name }) => name);
}

function firstPart(name: string): string {
  return name.split('-')[0] ?? name;
}

/**
 * Returns a text behind an error that suggests names, such as ` (Did you mean scan or send?)`; empty without a name.
 */
export function suggestion(names: readonly string[]): string {
  if (names.length === 0) return '';
  const all = names.length === 1 ? names[0] : `${names.slice(0, -1).join(', ')} or ${names.at(-1)}`;
  return ` (Did you mean ${all}?)`;
}

/** A word of four letters that differs in two is another word. */
function mostEdits(a: string, b: string): number {
  return Math.min(3, Math.floor(Math.max(a.length, b.length) / 2.5));
}

/** Letters to add, to leave out, to change or to swap with their neighbour: the optimal string alignment distance. */
function editDistance(a: string, b: string): number {
  let beforeLast: readonly number[] = [];
  let last: readonly number[] = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const changed = (last[j - 1] ?? 0) + Number(a[i - 1] !== b[j - 1]);
      const isSwapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      const swapped = isSwapped ? (beforeLast[j - 2] ?? 0) + 1 : changed;
      row.push(Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, changed, swapped));
    }
    [beforeLast, last] = [last, row];
  }
  return last[b.length] ?? 0;
}
