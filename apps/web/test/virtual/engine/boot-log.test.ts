import { findSteering, hostileTexts } from '@esp-prov/testing';
import { describe, expect, test } from 'vitest';
import { BootLog, mostBootLines } from '../../../src/virtual/engine/boot-log.ts';

describe('the boot log', () => {
  test('tells level and head of a line of the firmware, and leaves others whole', () => {
    const log = new BootLog();
    log.print('E (19731) app: Provisioning failed!\n\tReason : Wi-Fi station authentication failed');
    log.print('ets Jul 29 2019 12:21:46');
    expect(log.lines).toEqual([
      { id: 1, level: 'error', head: 'E (19731) app: ', text: 'Provisioning failed!' },
      { id: 2, level: 'plain', head: '', text: '\tReason : Wi-Fi station authentication failed' },
      { id: 3, level: 'plain', head: '', text: 'ets Jul 29 2019 12:21:46' },
    ]);
    expect(log.text()).toBe(
      'E (19731) app: Provisioning failed!\n\tReason : Wi-Fi station authentication failed\nets Jul 29 2019 12:21:46\n',
    );
  });

  test('keeps the newest lines, and of a long line its beginning', () => {
    const log = new BootLog();
    for (let i = 0; i < mostBootLines + 5; i++) log.print(`line ${i}`);
    expect(log.lines).toHaveLength(mostBootLines);
    expect(log.lines[0]?.text).toBe('line 5');
    log.print('x'.repeat(100_000));
    expect(log.lines.at(-1)?.text.length).toBeLessThanOrEqual(1000);
  });

  test.each(Object.entries(hostileTexts))('shows nothing of a stranger that steers: %s', (_, text) => {
    const log = new BootLog();
    log.print(`I (1) app: ${text}`);
    for (const line of log.lines) expect(findSteering(line.text.replaceAll('\t', ''))).toEqual([]);
  });
});
