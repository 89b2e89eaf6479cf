/**
 * Returns the least version that changes since `released` demand, by Semantic Versioning; before 1.0 every part means one
 * step less.
 *
 * @param {string} released
 * @param {readonly { breaks: boolean }[]} changes
 */
export function demandedVersion(released, changes) {
  const [major, minor, patch] = parts(released);
  if (changes.length === 0) return released;
  const breaks = changes.some((each) => each.breaks);
  if (major > 0) return breaks ? `${major + 1}.0.0` : `${major}.${minor + 1}.0`;
  return breaks ? `0.${minor + 1}.0` : `0.${minor}.${patch + 1}`;
}

/** Compares two versions: negative if `a` is earlier. What stands behind a dash comes before the version itself. */
export function compareVersions(a, b) {
  const [one, two] = [parts(a), parts(b)];
  const at = one.findIndex((part, index) => part !== two[index]);
  if (at >= 0) return one[at] - two[at];
  const [first, second] = [a, b].map((text) => text.split('-').slice(1).join('-'));
  if (first === second) return 0;
  if (first === '' || second === '') return first === '' ? 1 : -1;
  return compareLabels(first.split('.'), second.split('.'));
}

/** Numbers come before words, and by their value; what has more parts comes later. */
function compareLabels(one, two) {
  const at = one.findIndex((part, index) => part !== two[index]);
  if (at < 0 || two[at] === undefined) return at < 0 ? -1 : 1;
  const [first, second] = [one[at], two[at]];
  const areNumbers = [first, second].map((part) => /^\d+$/.test(part));
  if (areNumbers[0] && areNumbers[1]) return Number(first) - Number(second);
  if (areNumbers[0] !== areNumbers[1]) return areNumbers[0] ? -1 : 1;
  return first < second ? -1 : 1;
}

function parts(version) {
  const found = /^(\d+)\.(\d+)\.(\d+)(?:-|$)/.exec(version);
  if (found === null) throw new Error(`Expected a version, for example 1.2.0, and found ${version}`);
  return found.slice(1).map(Number);
}
