import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { check } from '../../support/checks.mjs';
import { Person } from '../lib/person.mjs';
import { siteFolder } from '../lib/site.mjs';
import { startStaticServer } from '../lib/static-server.mjs';
import { until } from '../lib/watch.mjs';

/** The button in pages of others, as its examples show it. */
export function elementCases() {
  return [
    ...exampleNames().map((name) => ({
      name: `element: the example ${name} opens without a fault`,
      run: (scene) => opens(scene, name),
    })),
    { name: 'element: a device is put on Wi-Fi from a page of somebody else', run: provisions },
    { name: 'element: the page of the guide puts the device in its page on Wi-Fi', run: guide },
    { name: 'element: it goes away with its device', run: removed },
  ];
}

async function opens(scene, name) {
  const { page } = await open(scene, name);
  if (name === 'index.html') return await requireLinks(page);
  await page.locator('esp-provision-button').first().waitFor();
  await until(() => page.evaluate(() => customElements.get('esp-provision-button') !== undefined), 'the element');
}

function exampleNames() {
  return readdirSync(`${siteFolder}examples`).filter((name) => name.endsWith('.html'));
}

/** Every example is in the list, and the list names nothing that is not there. */
async function requireLinks(page) {
  const linked = await page.locator('li a').evaluateAll((links) => links.map((link) => link.getAttribute('href')));
  const names = exampleNames().filter((name) => name !== 'index.html');
  check(linked.sort().join() === names.sort().join(), `linked are ${linked}, there are ${names}`);
}

async function provisions(scene) {
  const device = await scene.device({ security: 1 });
  const { page, person } = await open(scene, 'plain.html');
  await page.evaluate(() => {
    globalThis.heard = [];
    for (const name of ['state', 'provisioned', 'failed', 'closed']) {
      document.addEventListener(name, ({ type, detail }) => globalThis.heard.push({ type, detail }));
    }
  });
  await page.locator('esp-provision-button').click();
  await person.connects();
  await person.joins();
  await person.reaches('doneTitle');
  await device.happened('connected');
  const heard = await page.evaluate(() => globalThis.heard);
  check(
    heard.some(({ type, detail }) => type === 'provisioned' && detail.ssid === 'myssid'),
    `it reported ${JSON.stringify(heard)}`,
  );
  check(!JSON.stringify(heard).includes('mypassword'), 'it reported the password');
}

/** examples/page, with the folder of the built page beside it, as docs/guides/page-on-your-site.md says. */
async function guide(scene) {
  const folder = fileURLToPath(new URL('../../../examples/page/', import.meta.url));
  const server = await startStaticServer({ folders: { '/': folder, '/esp-prov/': siteFolder } });
  scene.defer(() => server.close());
  const { page } = await scene.open(`${server.origin}/#virtual`);
  // The last screen tries whether the device answers there.
  await page.route('http://10.0.3.77/**', (route) => route.fulfill({ body: 'the lamp' }));
  const person = new Person(page, scene.lab.words);
  await page.getByRole('button', { name: 'Connect my lamp' }).click();
  await person.connects({ way: 'softap' });
  await person.joins('Café ☕', 'espresso!');
  await person.reaches('doneTitle');
  const report = await page.locator('#report').textContent();
  check(/^on Café ☕, at [\d.]+\n$/.test(report), `the page reports ${report}`);
}

async function removed(scene) {
  const device = await scene.device({ security: 1 });
  const { page, person } = await open(scene, 'plain.html');
  await page.locator('esp-provision-button').click();
  await person.connects();
  check(device.peripheral.isConnected, 'there is no link');
  await page.evaluate(() => document.querySelector('esp-provision-button').remove());
  await until(() => !device.peripheral.isConnected, 'the end of the link');
}

async function open(scene, name) {
  const opened = await scene.open(`${scene.lab.site.origin}/examples/${name}`);
  return { ...opened, person: new Person(opened.page, scene.lab.words) };
}
