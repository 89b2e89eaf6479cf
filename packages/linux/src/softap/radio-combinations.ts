/** Whether a radio can be an access point and a station at once. */
export interface AtOnce {
  /** On how many channels; with one, both are on the same. */
  readonly channels: number;
}

/** Output of `iw` is some 20 kB for each radio. */
const longestOutput = 262_144;
const mostLines = 8192;

/** `#{ managed } <= 1, #{ AP } <= 1, total <= 4, #channels <= 1` */
const limitPattern = /#\{([^{}]{1,200})\} <= (\d{1,5})/g;

/**
 * Returns what `iw phy NAME info` says about access point and station at once: the most channels of all combinations that
 * allow it; undefined where none does.
 */
export function parseCombinations(output: string): AtOnce | undefined {
  const lines = output.slice(0, longestOutput).split('\n', mostLines);
  const begin = lines.findIndex((line) => line.trim() === 'valid interface combinations:');
  if (begin < 0) return undefined;
  let channels = 0;
  for (const combination of combinationsIn(lines.slice(begin + 1))) {
    if (allowsBoth(combination)) channels = Math.max(channels, numberOf(combination, /#channels <= (\d{1,3})/));
  }
  return channels === 0 ? undefined : { channels };
}

/** Returns each combination as one line: it begins with a star, and goes on in lines that are indented further. */
function combinationsIn(lines: readonly string[]): string[] {
  const found: string[] = [];
  for (const line of lines) {
    const text = line.trim();
    if (text.startsWith('* #{')) found.push(text);
    else if (/^(?:#\{|total <=)/.test(text) && found.length > 0) found.push(`${found.pop()} ${text}`);
    else break;
  }
  return found;
}

function allowsBoth(combination: string): boolean {
  if (numberOf(combination, /total <= (\d{1,5})/) < 2) return false;
  const limits = [...combination.matchAll(limitPattern)].map(([, names = '', most]) => ({
    names: names.split(',').map((name) => name.trim()),
    most: Number(most),
  }));
  const withRoom = (name: string) => limits.filter(({ names, most }) => names.includes(name) && most > 0);
  // Out of two groups, or both out of one that has room for two.
  return withRoom('AP').some((ap) => withRoom('managed').some((managed) => managed !== ap || ap.most > 1));
}

function numberOf(text: string, pattern: RegExp): number {
  return Number(pattern.exec(text)?.[1] ?? 0);
}
