import { describe, expect, test } from 'vitest';
import { openBrowser, whyNoBrowser } from '../../../src/commands/web/open-browser.ts';

describe('a browser', () => {
  test('is opened where there is a screen, and not in a CI run', () => {
    expect(whyNoBrowser({ platform: 'linux', env: {} })).toBe('there is no screen');
    expect(whyNoBrowser({ platform: 'linux', env: { DISPLAY: ':0' } })).toBeUndefined();
    expect(whyNoBrowser({ platform: 'linux', env: { WAYLAND_DISPLAY: 'wayland-0' } })).toBeUndefined();
    expect(whyNoBrowser({ platform: 'darwin', env: {} })).toBeUndefined();
    expect(whyNoBrowser({ platform: 'win32', env: {} })).toBeUndefined();
    for (const platform of ['linux', 'darwin', 'win32'] as const) {
      expect(whyNoBrowser({ platform, env: { CI: 'true', DISPLAY: ':0' } })).toBe('this is a CI run');
    }
  });

  test.skipIf(process.platform === 'win32')('that cannot be started is a reason, and no failure', async () => {
    expect(await openBrowser('http://localhost:1/', { platform: 'win32' })).toMatch(/^rundll32 cannot be started/);
  });
});
