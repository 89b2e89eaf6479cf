// Facts of profiles of the virtual ESP32, and what differs between two of them.

/**
 * Returns the facts of a profile by their path, such as `ble.hosts`; log lines and what only describes it are left out.
 *
 * @param {object} profile
 * @returns {Map<string, unknown>}
 */
export function factsOf(profile) {
  const facts = new Map();
  for (const [name, value] of Object.entries(profile)) {
    if (described.has(name)) continue;
    if (!groups.has(name)) facts.set(name, value);
    else for (const [key, inner] of Object.entries(value)) if (key !== 'words') facts.set(`${name}.${key}`, inner);
  }
  return facts;
}

/** What the head of a page says, or the log shows. */
const described = new Set(['name', 'description', 'idfVersion', 'words', 'warnings']);
const groups = new Set(['ble', 'console', 'example', 'manager', 'station', 'versionReply']);

/**
 * Returns the facts in which a profile differs from another one: path, value, and the other's value.
 *
 * @param {object} profile
 * @param {object} other
 */
export function differences(profile, other) {
  const [facts, others] = [factsOf(profile), factsOf(other)];
  return [...new Set([...facts.keys(), ...others.keys()])]
    .map((path) => ({ path, value: facts.get(path), before: others.get(path) }))
    .filter(({ value, before }) => JSON.stringify(value) !== JSON.stringify(before));
}
