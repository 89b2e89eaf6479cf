import { check } from '../../../support/checks.mjs';
import { openApp } from '../../lib/open-app.mjs';
import { until } from '../../lib/watch.mjs';

/**
 * The screens of a run, each with how a person gets there. `after` is whether credentials are at the device by then, so
 * that its outcome is unknown to a page that is interrupted.
 */
const states = [
  { name: 'start', reach: async (person) => await person.reaches('startTitle') },
  {
    name: 'qr',
    reach: async (person) => {
      await person.reaches('startTitle');
      await person.press('scanCode');
      await person.reaches('qrTitle');
    },
  },
  {
    name: 'nothing',
    pick: () => null,
    reach: async (person) => {
      await person.reaches('startTitle');
      await person.press('bluetooth');
      await person.reaches('nothingTitle');
    },
  },
  {
    name: 'connecting',
    device: (device) => {
      device.peripheral.refuses.discovery = 'hang';
    },
    isConnected: true,
    reach: async (person) => {
      await person.reaches('startTitle');
      await person.press('bluetooth');
      await person.page.locator('[data-screen=connecting]').waitFor();
    },
  },
  {
    name: 'proof',
    isConnected: true,
    reach: async (person) => {
      await person.reaches('startTitle');
      await person.press('bluetooth');
      await person.reaches('proofTitle');
    },
  },
  { name: 'networks', isConnected: true, reach: async (person) => await person.connects() },
  {
    name: 'other',
    isConnected: true,
    reach: async (person) => {
      await person.connects();
      await person.picks(person.words.otherNetwork);
      await person.press('goOn');
      await person.reaches('otherTitle');
    },
  },
  {
    name: 'password',
    isConnected: true,
    reach: async (person) => {
      await person.connects();
      await person.network('myssid').waitFor();
      await person.picks('myssid');
      await person.press('goOn');
      await person.reaches('passwordTitle', { network: 'myssid' });
    },
  },
  {
    name: 'joining',
    options: { fast: false },
    isConnected: true,
    after: true,
    reach: async (person, device) => {
      await person.connects();
      await person.joins();
      await device.happened('credentials-received');
    },
  },
  {
    name: 'failed',
    isConnected: true,
    reach: async (person) => {
      await person.connects();
      await person.joins('myssid', 'wrongpassword');
      await person.reaches('authTitle');
    },
  },
  {
    name: 'done',
    reach: async (person) => {
      await person.connects();
      await person.joins();
      await person.reaches('doneTitle');
    },
  },
];

/** What people do to a page at any moment: load it again, go back, pull the plug, open it twice. */
export function interruptionCases() {
  const connected = states.filter(({ isConnected }) => isConnected);
  return [
    ...states.map((state) => ({ name: `app: reload at ${state.name}`, run: (scene) => reloads(scene, state) })),
    ...states.map((state) => ({ name: `app: back at ${state.name}`, run: (scene) => goesBack(scene, state) })),
    ...connected.map((state) => ({
      name: `app: the link is lost at ${state.name}`,
      run: (scene) => drops(scene, state),
    })),
    { name: 'app: a second tab while the first has the device', run: secondTab },
    { name: 'app: a page that is thrown away', run: removed },
    { name: 'app: a computer that slept', run: slept },
  ];
}

async function begin(scene, { options = {}, device: prepare, pick, reach }) {
  const device = await scene.device({ security: 1, profile: 'idf-5.5', ...options });
  prepare?.(device);
  const opened = await openApp(scene, { pick });
  // The browser's own question before a page is left during a join.
  opened.page.on('dialog', (dialog) => dialog.accept());
  await reach(opened.person, device);
  return { device, ...opened };
}

async function reloads(scene, state) {
  const { device, person, page } = await begin(scene, state);
  await page.reload();
  if (state.after) await person.reaches('unknownReloadTitle');
  else await person.reaches('startTitle');
  // What the page was connected to it is no longer, and it says so.
  if (state.isConnected && !state.after) await person.reads('startReloaded');
  await until(() => !device.peripheral.isConnected, 'the end of the link');
  await requireUsable(person);
}

/** The back button goes one screen back, and never out of the page with a device at hand. */
async function goesBack(scene, state) {
  const { device, person, page } = await begin(scene, state);
  const before = page.url();
  if (state.name === 'start') return;
  await page.goBack({ waitUntil: 'commit' }).catch(() => undefined);
  await until(async () => (await screenOf(page)) !== state.name, `another screen than ${state.name}`);
  check(page.url() === before, `it left for ${page.url()}`);
  if (state.after) await person.reaches('unknownTitle');
  await requireUsable(person);
  // Further on, it leads to the start, where nothing holds the device.
  for (let presses = 0; presses < 5 && (await screenOf(page)) !== 'start'; presses++) {
    const now = await screenOf(page);
    await page.goBack({ waitUntil: 'commit' }).catch(() => undefined);
    await until(async () => (await screenOf(page)) !== now, `another screen than ${now}`);
  }
  await person.reaches('startTitle');
  await until(() => !device.peripheral.isConnected, 'the end of the link');
}

async function drops(scene, state) {
  const { device, person, page } = await begin(scene, state);
  device.peripheral.refuses.connection = 0x3e;
  device.peripheral.refuses.discovery = undefined;
  await device.peripheral.drop();
  if (state.after) return await person.reaches('unknownTitle');
  // What a person does next meets a link that is gone.
  const act = { proof: 'proves', other: 'fills', password: 'fills', failed: 'fills' }[state.name];
  if (act === 'proves') await person.proves(1);
  if (state.name === 'other') await person.type('nameLabel', 'myssid');
  if (act === 'fills') {
    await person.type('passwordLabel', 'mypassword');
    await person.press(state.name === 'failed' ? 'tryAgain' : 'join');
  }
  // A write that was under way hears nothing of the loss in Chromium, and ends after the 30 s of ATT.
  await until(
    async () => ['trouble', 'unknown'].includes(await screenOf(page)),
    'a screen that names the loss',
    45_000,
  );
  await requireUsable(person);
}

async function secondTab(scene) {
  const device = await scene.device({ security: 1 });
  const first = await openApp(scene);
  await first.person.connects();
  const second = await openApp(scene, { within: first.context, pick: ([any]) => any });
  await second.person.reaches('startTitle');
  await second.person.press('bluetooth');
  const [title] = second.person.words.errors['page/other-tab'] ?? person.words.errors['page/*'];
  await second.page.getByRole('heading', { name: title }).waitFor();
  check(device.peripheral.isConnected, 'the first tab has lost its device');
  await first.page.bringToFront();
  await first.person.joins();
  await first.person.reaches('doneTitle');
}

async function removed(scene) {
  const device = await scene.device({ security: 1 });
  const { person, page } = await openApp(scene);
  await person.connects();
  await page.evaluate(() => document.querySelector('esp-provision-flow').remove());
  await page.close();
  await until(() => !device.peripheral.isConnected, 'the end of the link');
}

/** The clock of the page jumps, and the link has gone meanwhile without a word. */
async function slept(scene) {
  const device = await scene.device({ security: 1 });
  const { person, page } = await openApp(scene, { prepare: (each) => each.clock.install() });
  await person.connects();
  device.peripheral.refuses.connection = 0x3e;
  await device.peripheral.drop();
  await page.clock.fastForward('01:00:00');
  await until(async () => (await screenOf(page)) === 'trouble', 'a screen that names the loss', 30_000);
  await requireUsable(person);
}

/** Never a spinner without end: there is something to press, and a heading that says what is so. */
async function requireUsable({ page }) {
  const shown = page.locator('esp-provision-flow');
  check((await shown.getByRole('heading').count()) > 0, 'there is no heading');
  check((await shown.getByRole('button').count()) > 0, 'there is nothing to press');
}

async function screenOf(page) {
  return await page
    .locator('[data-screen]')
    .getAttribute('data-screen', { timeout: 1000 })
    .catch(() => undefined);
}
