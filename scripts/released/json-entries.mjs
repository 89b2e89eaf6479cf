/** Members of a schema that only people read. */
const forPeople = new Set(['description', 'title', '$id', '$schema', 'examples', '$comment']);

/**
 * Returns the leaves of a JSON value: each member by its path, each element of a list by what it is. So a list that grows
 * has a new entry, and its order is none.
 *
 * @returns {Map<string, { text: string }>}
 */
export function jsonEntries(value) {
  const entries = new Map();
  visit(value, '');
  return entries;

  function visit(each, path) {
    if (Array.isArray(each))
      for (const item of each) entries.set(`${path} | ${canonical(item)}`, { text: canonical(item) });
    else if (typeof each === 'object' && each !== null) {
      if (path !== '') entries.set(path, { text: 'object' });
      for (const [name, member] of Object.entries(each)) {
        // A property may be called as a member that is for people.
        if (forPeople.has(name) && !/(?:^|\.)properties$/.test(path)) continue;
        visit(member, path === '' ? name : `${path}.${name}`);
      }
    } else entries.set(path, { text: JSON.stringify(each) });
  }
}

/** A value as text, whatever the order of its members, without what is for people. */
function canonical(value) {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const members = Object.entries(value).filter(([name]) => !forPeople.has(name));
  return `{${members
    .map(([name, each]) => `${JSON.stringify(name)}:${canonical(each)}`)
    .sort()
    .join(',')}}`;
}
