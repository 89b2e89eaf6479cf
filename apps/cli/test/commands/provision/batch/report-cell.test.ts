import { findSteering, hostileTexts } from '@esp-prov/testing';
import { describe, expect, it } from 'vitest';
import { reportCell } from '../../../../src/commands/provision/batch/report-cell.ts';

describe('a cell of a report', () => {
  it.each([
    '=1+1',
    '+1',
    '-1',
    '@SUM(A1)',
    '＝1+1',
    '＋1',
    '－1',
    '＠a',
    '﹦1',
    '﹢1',
    '﹣1',
    '﹫a',
    '−1',
    ' =1+1',
    '\u{3000}=1',
  ])('marks %j as text', (text) => {
    expect(reportCell(text)).toBe(`'${text}`);
  });

  it.each(['\t=1+1', '\r=1', '\n=1', '\tx'])('marks %j, whose first character is not shown', (text) => {
    expect(reportCell(text)).toBe(`'\u{fffd}${text.slice(1)}`);
  });

  it.each(Object.entries(hostileTexts))('holds nothing that steers: %s', (_what, text) => {
    expect(findSteering(reportCell(text))).toEqual([]);
    expect(findSteering(reportCell(`=${text}`))).toEqual([]);
  });

  it.each(['PROV_261FCC', '192.168.1.42', '|cmd', '%0a=1', '', '1-2'])('leaves %j', (text) => {
    expect(reportCell(text)).toBe(text);
  });

  it('is bounded, and takes numbers and nothing', () => {
    expect(reportCell('x'.repeat(100_000))).toHaveLength(1000);
    expect([reportCell(3), reportCell(null)]).toEqual(['3', '']);
  });
});
