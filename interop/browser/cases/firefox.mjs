import { startHelper } from '../lib/helper.mjs';
import { giveSerialPort } from '../lib/serial-line.mjs';
import { account, pop } from '../lib/virtual-device.mjs';
import { until } from '../lib/watch.mjs';

/** The lab that has Firefox, so that there is one of it. */
export const firefoxLane = 1;

/** What needs no Bluetooth, in Firefox. */
export function firefoxCases() {
  const cases = [
    { name: 'firefox: the page opens, and says why there is no Bluetooth', run: whyNot },
    { name: 'firefox: by USB', run: byUsb },
    { name: 'firefox: by the helper', run: byHelper },
    { name: 'firefox: #demo provisions the device in the page', run: demo },
  ];
  return cases.map((each) => ({ ...each, lane: firefoxLane }));
}

async function whyNot(scene) {
  const { page } = await scene.openFirefox(`${scene.lab.site.origin}/`);
  const hand = handOf(page, scene.lab.words);
  await hand.sees('startTitle');
  await hand.press('bluetooth');
  await hand.sees('noBluetoothTitle');
}

async function byUsb(scene) {
  const device = await scene.consoleDevice({ security: 1 });
  const prepare = (page) => giveSerialPort(page, device.line.client);
  const { page } = await scene.openFirefox(`${scene.lab.site.origin}/`, { prepare });
  const hand = handOf(page, scene.lab.words);
  await hand.sees('startTitle');
  await hand.press('usb');
  await provisions(hand);
  await device.happened('connected');
}

async function byHelper(scene) {
  const device = await scene.httpDevice({ security: 1 });
  const helper = await startHelper(['--service-name', device.address]);
  scene.defer(() => helper.stop());
  const { page } = await scene.openFirefox(helper.url);
  const hand = handOf(page, scene.lab.words);
  await hand.sees('startTitle');
  await hand.press('softap');
  await until(async () => (await hand.has('softapCheck')) || (await hand.has('goOn')), 'the next screen');
  if (await hand.has('softapCheck')) await hand.press('softapCheck');
  await provisions(hand);
  await device.happened('connected');
}

async function demo(scene) {
  const { page } = await scene.openFirefox(`${scene.lab.site.origin}/#demo`);
  const hand = handOf(page, scene.lab.words);
  await hand.sees('startTitle');
  await hand.press('bluetooth');
  await until(async () => (await hand.screen()) === 'account', 'the question for user name and password');
  await hand.type('user', account.username);
  await hand.type('password', account.password);
  await hand.press('goOn');
  await until(async () => (await hand.screen()) === 'networks', 'the networks');
  await until(async () => (await hand.text()).includes('Birch House Guest'), 'the network');
  await hand.pick('Birch House Guest');
  await hand.press('goOn');
  await until(async () => (await hand.screen()) === 'done', 'the end', 40_000);
}

async function provisions(hand) {
  await hand.sees('proofTitle');
  await hand.type('pop', pop);
  await hand.press('goOn');
  await hand.sees('networksTitle');
  await until(async () => (await hand.text()).includes('myssid'), 'the network');
  await hand.press('goOn');
  await until(async () => (await hand.screen()) === 'password', 'the question for the password');
  await hand.type('passphrase', 'mypassword');
  await hand.press('join');
  await hand.sees('doneTitle');
}

/** Puppeteer has no roles over BiDi, so things are found in the shadow tree of the flow. */
function handOf(page, words) {
  const inFlow = (read, ...values) =>
    page.evaluate(`(${read})(${values.map((value) => JSON.stringify(value)).join()})`);
  const hand = {
    text: () => inFlow(() => globalThis.espProvFlow()?.shadowRoot.textContent ?? ''),
    screen: () =>
      inFlow(() => globalThis.espProvFlow()?.shadowRoot.querySelector('[data-screen]')?.dataset.screen ?? ''),
    sees: (key) => until(async () => (await hand.text()).includes(words[key]), `“${words[key]}”`, 20_000),
    has: async (key) => (await hand.text()).includes(words[key]),
    async press(key) {
      await page.evaluate((label) => {
        const { shadowRoot } = globalThis.espProvFlow();
        for (const each of shadowRoot.querySelectorAll('[data-pressed]')) delete each.dataset.pressed;
        const button = [...shadowRoot.querySelectorAll('button')].find((each) =>
          each.textContent.trim().startsWith(label),
        );
        button.dataset.pressed = '';
        button.scrollIntoView({ block: 'center' });
      }, words[key]);
      await page.click('>>> [data-pressed]');
    },
    async pick(network) {
      await page.evaluate((name) => {
        const { shadowRoot } = globalThis.espProvFlow();
        const row = [...shadowRoot.querySelectorAll('label')].find((each) => each.textContent.includes(name));
        row.dataset.picked = '';
        row.scrollIntoView({ block: 'center' });
      }, network);
      await page.click('>>> [data-picked]');
    },
    async type(name, text) {
      await page.click(`>>> input[name="${name}"]`);
      await page.keyboard.type(text);
    },
  };
  return hand;
}
