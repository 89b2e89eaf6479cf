import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { changelogSection, changelogSections } from '../../scripts/release/changelog-section.mjs';
import { root } from '../../scripts/workspaces.mjs';

const changelog = (heading: string, body = '### Added\n\n- a thing\n') =>
  `# Changelog\n\nWords.\n\n${heading}\n\n${body}\n## [0.1.0] - 2026-01-02\n\n### Fixed\n\n- another\n`;

describe('The section of the changelog', () => {
  test('is there for the version of this repository', () => {
    const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
    expect(changelogSection(readFileSync(join(root, 'CHANGELOG.md'), 'utf8'), version).body).toMatch(/^- /m);
  });

  test('ends where the next one begins, and says when it was released', () => {
    const text = changelog('## [0.2.0] - 2026-12-31');
    expect(changelogSection(text, '0.2.0')).toEqual({ date: '2026-12-31', body: '### Added\n\n- a thing\n' });
    expect(changelogSection(text, '0.1.0')).toEqual({ date: '2026-01-02', body: '### Fixed\n\n- another\n' });
    expect(changelogSections(text).map(({ name }) => name)).toEqual(['0.2.0', '0.1.0']);
  });

  test('needs no date until the release', () => {
    expect(changelogSection(changelog('## [0.2.0] - not released yet'), '0.2.0').date).toBeUndefined();
  });

  test('is missed, and the message names those that are there', () => {
    expect(() => changelogSection(changelog('## [Unreleased]', ''), '0.2.0')).toThrow(
      /no section for 0\.2\.0; it has: Unreleased, 0\.1\.0\. Expected a heading of the form “## \[0\.2\.0\] - 2026-01-31”/,
    );
    expect(() => changelogSection('# Changelog\n', '0.2.0')).toThrow('it has: none');
  });

  test.each(['## [0.2.0] - soon', '## [0.2.0]', '## [0.2.0] - 2026-13-01', '## [0.2.0] 2026-12-01'])(
    'has no other heading, such as %j',
    (heading) => expect(() => changelogSection(changelog(heading), '0.2.0')).toThrow('Expected a heading of the form'),
  );

  test('has lines', () => {
    expect(() => changelogSection(changelog('## [0.2.0] - 2026-12-31', '### Added\n'), '0.2.0')).toThrow(
      'lists nothing',
    );
  });

  test('leaves no line under Unreleased, which no version would bring', () => {
    const text = changelog('## [Unreleased]\n\n- forgotten\n\n## [0.2.0] - 2026-12-31');
    expect(() => changelogSection(text, '0.2.0')).toThrow('Move them to the section of 0.2.0');
  });
});
