/** What stands in place of the date until a version is released. */
const notReleased = 'not released yet';

/**
 * Returns the section of a version in the changelog: its text, and its date unless it has none yet.
 *
 * @param {string} text
 * @param {string} version
 * @returns {{ date: string | undefined, body: string }}
 * @throws Error when there is none, when it is empty, or when its heading has another form
 */
export function changelogSection(text, version) {
  const sections = changelogSections(text);
  const form = `Expected a heading of the form “## [${version}] - 2026-01-31”, or “- ${notReleased}” in place of the date.`;
  const found = sections.find(({ name }) => name === version);
  if (found === undefined) {
    const there = sections.map(({ name }) => name).join(', ') || 'none';
    throw new Error(`CHANGELOG.md has no section for ${version}; it has: ${there}. ${form}`);
  }
  if (found.rest !== notReleased && !isDate(found.rest)) {
    throw new Error(`CHANGELOG.md: the heading of ${version} ends with “${found.rest}”. ${form}`);
  }
  if (!/^- /m.test(found.body)) throw new Error(`CHANGELOG.md: the section of ${version} lists nothing that changed.`);
  const unreleased = sections.find(({ name }) => name === 'Unreleased');
  if (unreleased !== undefined && /^- /m.test(unreleased.body)) {
    throw new Error(
      `CHANGELOG.md has lines under Unreleased, which no version brings. Move them to the section of ${version}.`,
    );
  }
  return { date: found.rest === notReleased ? undefined : found.rest, body: `${found.body.trim()}\n` };
}

/**
 * Sections in their order, newest first; `rest` is what stands behind the name and a dash.
 *
 * @param {string} text
 * @returns {{ name: string, rest: string, body: string }[]}
 */
export function changelogSections(text) {
  return text
    .split(/^(?=## )/m)
    .slice(1)
    .map((section) => {
      const [heading = ''] = section.split('\n', 1);
      const [, name = heading.slice(3).trim(), rest = ''] = /^## \[([^\]\s]+)\](?: - (.*))?$/.exec(heading) ?? [];
      return { name, rest: rest.trim(), body: section.slice(heading.length + 1) };
    });
}

function isDate(text) {
  return /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(text));
}
