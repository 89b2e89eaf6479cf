import { check } from '../../../support/checks.mjs';
import { startDevice } from '../../../support/esp-prov.mjs';
import { startForward } from '../../lib/forward.mjs';
import { startHelper } from '../../lib/helper.mjs';
import { insecureHost } from '../../lib/lab.mjs';
import { openApp } from '../../lib/open-app.mjs';
import { giveSerialPort } from '../../lib/serial-line.mjs';
import { siteFolder } from '../../lib/site.mjs';
import { startStaticServer } from '../../lib/static-server.mjs';

/** Ways beside Bluetooth, and screens that say why one is not to be had. */
export function wayCases() {
  return [
    ...[0, 1].map((security) => ({
      name: `app: by USB, security ${security}`,
      run: (scene) => byUsb(scene, security),
    })),
    { name: 'app: no port was chosen', run: noPort },
    { name: 'app: the USB port is pulled out', run: unplugged },
    ...[0, 1, 2].map((security) => ({
      name: `app: by the helper, security ${security}`,
      run: (scene) => byHelper(scene, security),
    })),
    { name: 'app: the helper stops', run: helperStops },
    { name: 'app: served by the device, without crypto.subtle', run: served },
    { name: 'app: #demo provisions the device in the page', run: demo },
    { name: 'app: why not here: a flag of Chromium on Linux', lane: 0, run: linuxFlag },
    { name: 'app: why not here: a page without encryption', run: insecure },
    { name: 'app: why not here: a policy that forbids it', run: forbidden },
    { name: 'app: why not here: iPhone', lane: 0, run: iphone },
    { name: 'app: why not here: no helper', run: noHelper },
    { name: 'app: works without a network once it was there', run: offline },
    { name: 'app: an SSID of a stranger is text', run: hostileSsid },
  ];
}

async function byUsb(scene, security) {
  const device = await scene.consoleDevice({ security });
  const { person } = await openApp(scene, { prepare: (page) => giveSerialPort(page, device.line.client) });
  await person.connects({ way: 'usb', security });
  await person.joins();
  await person.reaches('doneTitle');
  await device.happened('connected');
}

async function noPort(scene) {
  const device = await scene.consoleDevice({ security: 1 });
  const { person, page } = await openApp(scene, { prepare: (each) => giveSerialPort(each, device.line.client) });
  await page.evaluate(() => {
    globalThis.espProvNoPort = true;
  });
  await person.reaches('startTitle');
  await person.press('usb');
  await person.reaches('nothingUsbTitle');
}

async function unplugged(scene) {
  const device = await scene.consoleDevice({ security: 1 });
  let port;
  const prepare = async (page) => {
    port = await giveSerialPort(page, device.line.client);
  };
  const { person, page } = await openApp(scene, { prepare });
  await person.connects({ way: 'usb' });
  await person.network('myssid').waitFor();
  await port.unplug();
  // A chip may come back under another name, so that the page waits for it first.
  const [title] = person.words.errors['link/*'];
  await page.getByRole('heading', { name: title }).waitFor({ timeout: 40_000 });
  await person.reads(/plugged in/);
  await port.plugIn();
  // In the same run the code is known.
  await person.press('tryAgain');
  await person.reaches('networksTitle');
  await person.joins();
  await person.reaches('doneTitle');
  await device.happened('connected');
}

async function byHelper(scene, security) {
  const device = await scene.httpDevice({ security });
  const helper = await startHelper(['--service-name', device.address]);
  scene.defer(() => helper.stop());
  const { person } = await openApp(scene, { origin: '', path: helper.url });
  await person.reaches('startTitle');
  await person.press('softap');
  await person.page
    .locator('[data-screen=softap], [data-screen=proof], [data-screen=account], [data-screen=consent]')
    .waitFor();
  if (await person.button('softapCheck').isVisible()) await person.press('softapCheck');
  await person.proves(security);
  await person.reaches('networksTitle');
  await person.joins();
  await person.reaches('doneTitle');
  await device.happened('connected');
}

async function helperStops(scene) {
  const device = await scene.httpDevice({ security: 1 });
  const helper = await startHelper(['--service-name', device.address]);
  scene.defer(() => helper.stop());
  const { person, page, faults } = await openApp(scene, { origin: '', path: helper.url });
  await person.reaches('startTitle');
  await person.press('softap');
  await page.locator('[data-screen=softap], [data-screen=proof]').waitFor();
  if (await person.button('softapCheck').isVisible()) await person.press('softapCheck');
  await person.reaches('proofTitle');
  await helper.stop();
  await person.proves(1);
  await page.locator('[data-screen=trouble], [data-screen=softap]').waitFor();
  // The browser itself writes down that nobody answers.
  faults.length = 0;
}

/** The command's own device, which hands the page out itself; its address is no secure one. */
async function served(scene) {
  const device = await startDevice(['--security', '1', '--serve-app', siteFolder, '--fast']);
  scene.defer(() => device.kill());
  const { port, close } = await startForward(device.address);
  scene.defer(close);
  const { person, page } = await openApp(scene, { origin: `http://${insecureHost}:${port}` });
  check(await page.evaluate(() => !isSecureContext && crypto.subtle === undefined), 'the page is a secure one');
  await person.reaches('startTitle');
  await person.press('softap');
  await person.proves(1);
  await person.reaches('networksTitle');
  await person.joins();
  await person.reaches('doneTitle');
  await device.tells([{ event: 'connected' }]);
}

/** The device boots without a click; the rest is as with any device. */
async function demo(scene) {
  const { person, page } = await openApp(scene, { path: '/#demo' });
  await page.getByText(/Provisioning started with service name/).waitFor({ timeout: 30_000 });
  await person.reaches('startTitle');
  await person.press('bluetooth');
  await person.proves(2);
  await person.reaches('networksTitle');
  await person.joins('Birch House Guest', null);
  await person.reaches('doneTitle', undefined, { timeout: 40_000 });
}

async function linuxFlag(scene) {
  const { person } = await openApp(scene, { with: 'plain' });
  await person.reaches('startTitle');
  await person.press('bluetooth');
  await person.reaches('linuxTitle');
}

async function insecure(scene) {
  const { person } = await openApp(scene, { origin: `http://${insecureHost}:${scene.lab.site.port}` });
  await person.reaches('startTitle');
  await person.press('bluetooth');
  await person.reaches('insecureTitle');
}

async function forbidden(scene) {
  const headers = { 'Permissions-Policy': 'bluetooth=(), serial=()' };
  const site = await startStaticServer({ folders: { '/': siteFolder }, headers });
  scene.defer(() => site.close());
  const { person, faults } = await openApp(scene, { origin: site.origin });
  await person.reaches('startTitle');
  await person.press('bluetooth');
  await person.reaches('frameTitle');
  // The browser itself writes down that the page has asked for it.
  const own = faults.filter((fault) => !fault.includes('Permissions policy violation: bluetooth'));
  faults.splice(0, faults.length, ...own);
}

async function iphone(scene) {
  const userAgent =
    'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1';
  const { person } = await openApp(scene, {
    with: 'plain',
    context: { userAgent, viewport: { width: 390, height: 844 } },
  });
  await person.reaches('startTitle');
  await person.press('bluetooth');
  await person.reaches('iosTitle');
}

async function noHelper(scene) {
  const { person } = await openApp(scene);
  await person.reaches('startTitle');
  await person.press('softap');
  await person.reaches('helperTitle');
}

/** The laptop in the device's own Wi-Fi has no Internet: the page has to be there already. */
async function offline(scene) {
  const device = await scene.device({ security: 1 });
  const site = await startStaticServer({ folders: { '/': siteFolder } });
  const { person, page, context, faults } = await openApp(scene, { origin: site.origin });
  await person.reaches('startTitle');
  await page.evaluate(() => navigator.serviceWorker.ready);
  await page.waitForFunction(
    async () => (await caches.keys()).length > 0 && navigator.serviceWorker.controller !== null,
  );
  await site.close();
  await context.setOffline(true);
  await page.reload();
  await person.connects();
  await person.joins();
  await person.reaches('doneTitle');
  await device.happened('connected');
  // The browser itself writes down what it could not ask the host.
  const own = faults.filter((fault) => !/ERR_INTERNET_DISCONNECTED|ERR_CONNECTION_REFUSED|ERR_FAILED/.test(fault));
  faults.splice(0, faults.length, ...own);
}

async function hostileSsid(scene) {
  const script = '<img src=x onerror=ran=1>';
  const turned = `\u202e\u2066${'\u05d0'.repeat(12)}`;
  const air = [script, turned, '</b><script>ran=1'].map((ssid, at) => ({
    ssid,
    bssid: `02:00:00:00:01:0${at}`,
    channel: 6,
    rssi: -40 - at,
    auth: 'WPA2_PSK',
    password: 'mypassword',
  }));
  const device = await scene.device({ security: 1, air });
  const { person, page } = await openApp(scene);
  await person.connects();
  await person.joins(script, 'mypassword');
  await person.reaches('doneTitle');
  const { ssid } = await device.happened('credentials-received');
  check(ssid === script, `the device got ${ssid}`);
  check(!(await page.evaluate(() => 'ran' in globalThis)), 'a script ran');
  check((await page.locator('img[src=x]').count()) === 0, 'a name made an element');
}
