import { chromium } from 'playwright-core';
import { findBrowser } from '../browser/lib/find-browser.mjs';
import { skip } from '../support/checks.mjs';

/** Starts Chromium; without one, the script ends as skipped. */
export async function startBrowser() {
  const executablePath = findBrowser('ESP_PROV_CHROMIUM', ['chromium', 'chromium-browser', 'google-chrome']);
  if (executablePath === undefined) skip('no chromium; ESP_PROV_CHROMIUM may name one');
  return await chromium.launch({ executablePath, headless: true, args: ['--no-sandbox'] });
}
