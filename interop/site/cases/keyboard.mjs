import { check } from '../../support/checks.mjs';

/** What a keyboard reaches. */
export function keyboardCases(sites) {
  return [
    { name: 'keyboard: search, and a result by Enter', run: (visitor) => searches(visitor, sites[1]) },
    { name: 'keyboard: the menu of a phone', run: (visitor) => opensMenu(visitor, sites[1]) },
    { name: 'keyboard: the first stop leads past the navigation', run: (visitor) => skips(visitor, sites[1]) },
    { name: 'keyboard: light and dark by the switch', run: (visitor) => switches(visitor, sites[1]) },
  ];
}

async function tabTo(page, selector) {
  for (let steps = 0; steps < 60; steps++) {
    await page.keyboard.press('Tab');
    if (await page.evaluate((wanted) => document.activeElement?.matches(wanted) ?? false, selector)) return;
  }
  throw new Error(`Tab does not reach ${selector}`);
}

async function searches(visitor, site) {
  const page = await visitor.open(site, 'guides/from-esp-prov.html');
  await page.waitForLoadState('networkidle');
  await tabTo(page, '.VPNavBarSearch button');
  await page.keyboard.press('Enter');
  await page.locator('#localsearch-input').fill('architecture');
  await page.locator('.VPLocalSearchBox .result').first().waitFor();
  await page.keyboard.press('Enter');
  await page.waitForURL(/how-it-works\/architecture\.html/);
  return [];
}

async function opensMenu(visitor, site) {
  const page = await visitor.open(site, 'how-it-works/security.html', { viewport: { width: 320, height: 700 } });
  await page.waitForLoadState('networkidle');
  await tabTo(page, '.VPLocalNav .menu');
  await page.keyboard.press('Enter');
  await page.locator('.VPSidebar.open').waitFor();
  await page.keyboard.press('Escape');
  await page.locator('.VPSidebar:not(.open)').waitFor({ state: 'attached' });
  await page.evaluate(() => document.body.focus());
  await tabTo(page, '.VPNavBarHamburger');
  await page.keyboard.press('Enter');
  await tabTo(page, '.VPNavScreen a[href$="demo.html"]');
  await page.keyboard.press('Enter');
  await page.waitForURL(/demo\.html/);
  return [];
}

async function skips(visitor, site) {
  const page = await visitor.open(site, 'how-it-works/security.html');
  await page.waitForLoadState('networkidle');
  await tabTo(page, '.VPSkipLink');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Tab');
  const isInside = await page.evaluate(() => document.querySelector('#VPContent').contains(document.activeElement));
  check(isInside, 'the next stop is not in the page');
  return [];
}

async function switches(visitor, site) {
  const page = await visitor.open(site, 'how-it-works/security.html', { colorScheme: 'light' });
  await page.waitForLoadState('networkidle');
  await tabTo(page, '.VPNavBarAppearance button');
  await page.keyboard.press('Enter');
  check(await page.evaluate(() => document.documentElement.matches('.dark')), 'the page does not become dark');
  await page.reload();
  check(await page.evaluate(() => document.documentElement.matches('.dark')), 'the choice is not remembered');
  return [];
}
