import { setTimeout } from 'node:timers/promises';

/** What people type, and the page that must be among the first three results. */
const queries = [
  ['wifi/auth-error', /^reference\/errors/],
  ['auth error', /^reference\/errors\/wifi|^troubleshooting\/joining/],
  ['reason 15', /^troubleshooting\/joining/],
  ['esp_prov', /^guides\/from-esp-prov/],
  ['esp_prov.py', /^guides\/from-esp-prov/],
  ['security 1', /security/],
  ['security 2', /security/],
  ['Raspberry Pi', /^guides\/linux-board/],
  ['raspberry', /^guides\/linux-board/],
  ['phone app', /^guides\/linux-board|^troubleshooting\/phone-apps/],
  ['batch', /^guides\/many-devices/],
  ['500 labels', /^guides\/production/],
  ['proof of possession', /^guides\/|security/],
  ['where is the pop', /^guides\/real-device|^troubleshooting\/security/],
  ['power cut', /^reference\/virtual-|^demo|^guides/],
  ['button', /^reference\/page-and-button|^guides\/page-on-your-site/],
  ['usb', /^guides\/(?:real-device|by-hand)/],
  ['node version', /^reference\/support/],
  ['uuid', /^how-it-works\/protocol\/transport-bluetooth/],
  ['custom endpoint', /^how-it-works\/protocol\/custom/],
  ['erase', /^reference\/commands\/(?:flash|reset)|^guides\/real-device/],
  ['docker ci', /^guides\/without-hardware/],
  ['windows', /^guides\/real-device|^reference\/support/],
  ['how do I test my app without a board', /^guides\/without-hardware/],
  ['how do I provision over USB', /^guides\/by-hand/],
  ['which Node do I need', /^reference\/support/],
  ['embed the button in my page', /^guides\/page-on-your-site|^reference\/page-and-button/],
  ['does it work on Windows', /^reference\/support/],
  ['commercial license', /^reference\/support/],
  ['read credentials from a flash dump', /^troubleshooting\/factory|^guides\/firmware-setup/],
  ['erase stored credentials', /^troubleshooting\/joining/],
  ['characteristic UUID', /^how-it-works\/protocol\/transport-bluetooth/],
  ['call a custom endpoint', /^how-it-works\/protocol\/custom/],
  ['new router', /^troubleshooting\/after-provisioning/],
  ['change wifi network', /^troubleshooting\/after-provisioning/],
  ['esp8266', /^reference\/support/],
  ['react native', /^guides\/app-in-node/],
  ['AbortSignal', /^guides\/app-in-node/],
  ['yocto', /^guides\/linux-board/],
  ['migrate to network_provisioning', /^guides\/firmware-setup/],
  ['is security 1 enough', /^how-it-works\/(?:security|index|$)|^guides\/firmware-setup/],
];

/** Looks for what people look for. */
export function searchCases(sites) {
  const site = sites[0];
  return [
    {
      name: 'search: what people type leads to the right page',
      run: async (visitor) => {
        const page = await visitor.open(site, 'guides/from-esp-prov.html');
        await page.waitForLoadState('networkidle');
        await page.locator('.VPNavBarSearch button').click();
        const faults = [];
        for (const [query, wanted] of queries) {
          const found = await resultsOf(page, query);
          const paths = found.map((href) => new URL(href, site.served.url).pathname.slice(site.base.length));
          const first = [...new Set(paths.map((path) => path.replace(/#.*/, '')))].slice(0, 3);
          if (!first.some((path) => wanted.test(path))) {
            faults.push(`“${query}” leads to ${first.join(', ') || 'nothing'}. Expected ${wanted}`);
          }
        }
        return faults;
      },
    },
  ];
}

async function resultsOf(page, query) {
  const input = page.locator('#localsearch-input');
  await input.fill('');
  await page.waitForFunction(() => document.querySelectorAll('.VPLocalSearchBox .result').length === 0);
  await input.fill(query);
  await page.locator('.VPLocalSearchBox .result, .VPLocalSearchBox .no-results').first().waitFor();
  // The box searches a moment after the last key, and shows what it found for less until then.
  let before = [];
  for (let tries = 0; tries < 20; tries++) {
    const found = await page.locator('.VPLocalSearchBox .result').evaluateAll((all) => all.map((each) => each.href));
    if (found.length > 0 && found.join() === before.join()) return found;
    before = found;
    await setTimeout(100);
  }
  return before;
}
