/** What releases of ESP-IDF do differently with a partition. */
export interface NvsRules {
  /**
   * Makes a damaged page blank before it marks the page whose entries it copies there, so that a power cut in between
   * leaves no mark.
   */
  readonly activatesFirst: boolean;
  /** Overwrites with zeros what a start or a read drops. What changes erase is a matter of the option `purge` of a store. */
  readonly purgesDropped: boolean;
  /**
   * What becomes of floats and doubles, which came with ESP-IDF 6.1: firmware before it keeps them unread, or since it
   * checks types, drops them at its start.
   */
  readonly floats: 'read' | 'kept' | 'dropped';
}

/** Rules of the release that knows most and overwrites nothing. */
export const defaultRules: NvsRules = { activatesFirst: false, purgesDropped: false, floats: 'read' };

type Version = readonly [major: number, minor: number, patch: number];

/** The first release of each line that has a change; later lines all have it. */
interface Change {
  readonly firsts: readonly Version[];
}

// Read in the sources of each release.
const marksFirst: Change = {
  firsts: [
    [5, 1, 7],
    [5, 2, 7],
    [5, 3, 5],
    [5, 4, 4],
    [5, 5, 3],
    [6, 0, 0],
  ],
};
const checksTypes: Change = {
  firsts: [
    [5, 0, 8],
    [5, 1, 6],
    [5, 2, 4],
    [5, 3, 2],
    [5, 4, 0],
  ],
};
const purges: Change = { firsts: [[6, 0, 1]] };
const knowsFloats: Change = { firsts: [[6, 1, 0]] };

/** Returns the rules of a release by its version, such as `v6.0.2`; `undefined` for a text that is none. */
export function nvsRulesOf(version: string): NvsRules | undefined {
  const found = /^v?(\d{1,4})\.(\d{1,4})(?:\.(\d{1,4}))?(?![\d.])/.exec(version);
  if (!found) return undefined;
  const [major = 0, minor = 0, patch = 0] = found.slice(1).map((digits) => Number(digits ?? 0));
  const release: Version = [major, minor, patch];
  return {
    activatesFirst: !has(release, marksFirst),
    purgesDropped: has(release, purges),
    floats: has(release, knowsFloats) ? 'read' : has(release, checksTypes) ? 'dropped' : 'kept',
  };
}

function has(release: Version, { firsts }: Change): boolean {
  const line = firsts.find(([major, minor]) => major === release[0] && minor === release[1]);
  if (line) return release[2] >= line[2];
  const [major, minor] = firsts.at(-1) as Version;
  return release[0] > major || (release[0] === major && release[1] > minor);
}
