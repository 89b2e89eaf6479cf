import { expect, test } from 'vitest';
import { reportName } from '../../../../src/commands/provision/batch/report-name.ts';

test.each([
  ['devices.csv', undefined, 'devices.report'],
  ['list', undefined, 'list.report'],
  ['devices.csv', 'night-1', 'night-1'],
  ['devices.csv', 'night-1.csv', 'night-1'],
  ['devices.csv', 'out/night-1.JSON', 'out/night-1'],
  ['devices.csv', 'night-1.jsonl', 'night-1'],
  ['devices.csv', 'night.2026', 'night.2026'],
])('the report of %s under the name %s is %s', (batch, report, name) => {
  expect(reportName({ batch, report })).toBe(name);
});

test.each(['devices', 'devices.csv', './devices.json', '../shift/devices'])(
  'a report under the name %s would replace the list, and is refused',
  (report) => {
    const folder = process.cwd().split('/').at(-1);
    const named = report.replace('shift', folder ?? '');
    expect(() => reportName({ batch: 'devices.csv', report: named })).toThrow('--report would replace the list');
  },
);
