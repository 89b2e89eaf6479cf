import { check } from '../../../support/checks.mjs';
import { axeFaults, settle } from '../../lib/accessibility.mjs';
import { openApp } from '../../lib/open-app.mjs';
import { pop } from '../../lib/virtual-device.mjs';

/** Most presses of Tab between two things of one screen. */
const mostTabs = 30;

/** The whole way without a pointer, and how long it keeps the page busy. */
export function keyboardCases() {
  return [
    { name: 'app: the whole way by keyboard alone', run: byKeyboard },
    { name: 'app: axe finds nothing in the page on the way', run: axeOnTheWay },
    // Beside another browser every task is long.
    { name: 'app: no task of a run with security 2 keeps the page busy', isAlone: true, run: longTasks },
  ];
}

async function byKeyboard(scene) {
  const device = await scene.device({ security: 1 });
  const { person, page } = await openApp(scene);
  await person.reaches('startTitle');
  await tabTo(page, person.words.bluetooth);
  await page.keyboard.press('Enter');
  await person.reaches('proofTitle');
  await requireFocusOnTitle(page);
  await tabTo(page, person.words.proofLabel);
  await page.keyboard.type(pop);
  await page.keyboard.press('Enter');
  await person.reaches('networksTitle');
  await person.network('Guests').waitFor();
  await requireFocusOnTitle(page);
  await tabTo(page, 'myssid');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowUp');
  check(await person.network('myssid').isChecked(), 'the arrows do not choose');
  await page.keyboard.press('Enter');
  await person.reaches('passwordTitle', { network: 'myssid' });
  await tabTo(page, person.words.passwordLabel);
  await page.keyboard.type('mypassword');
  await page.keyboard.press('Enter');
  await person.reaches('doneTitle');
  await requireFocusOnTitle(page);
  await tabTo(page, person.words.setUpAnother);
  await page.keyboard.press('Enter');
  await person.reaches('startTitle');
  await device.happened('connected');
}

/** Presses Tab until what has this name has the focus, and checks that the focus can be seen. */
async function tabTo(page, name) {
  const passed = [];
  for (let tabs = 0; tabs < mostTabs; tabs++) {
    await page.keyboard.press('Tab');
    const focused = await page.evaluate(focusedElement);
    passed.push(focused.name);
    if (!focused.name.startsWith(name)) continue;
    check(focused.isVisible, `the focus on ${name} cannot be seen`);
    return;
  }
  throw new Error(`${name} is not reached by Tab, but ${passed.join(' | ')}`);
}

/** Runs in the page: what has the focus, by its label, and whether it is marked. */
function focusedElement() {
  let at = document.activeElement;
  while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
  const label = at?.labels?.[0]?.textContent ?? at?.getAttribute('aria-label') ?? at?.textContent ?? '';
  const outlined = (each) => {
    const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(each);
    return (outlineStyle !== 'none' && outlineWidth !== '0px') || boxShadow !== 'none';
  };
  const shown = at && [at, at.parentElement, at.closest('label'), at.closest('.input')].filter(Boolean);
  return { name: label.trim().replace(/\s+/g, ' '), isVisible: shown?.some(outlined) ?? false };
}

async function requireFocusOnTitle(page) {
  const isTitle = await page.evaluate(() => {
    let at = document.activeElement;
    while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
    return /^H[12]$/.test(at?.tagName ?? '');
  });
  check(isTitle, 'the title of the new screen does not have the focus');
}

async function axeOnTheWay(scene) {
  const device = await scene.device({ security: 1 });
  const { person, page } = await openApp(scene);
  const wrong = [];
  const judge = async (where) => {
    await settle(page);
    for (const fault of await axeFaults(page)) wrong.push(`${where}: ${fault}`);
  };
  await person.reaches('startTitle');
  await judge('start');
  await person.connects();
  await judge('networks');
  await person.joins();
  await person.reaches('doneTitle');
  await judge('done');
  await device.happened('connected');
  check(wrong.length === 0, wrong.join('\n'));
}

/** Not even the arithmetic of security 2, which has a thread of its own. */
async function longTasks(scene) {
  const device = await scene.device({ security: 2 });
  const workers = [];
  const prepare = (page) => {
    page.on('worker', (worker) => workers.push(worker.url()));
    return page.addInitScript(() => {
      globalThis.longTasks = [];
      new PerformanceObserver((list) => {
        for (const { duration, startTime } of list.getEntries()) globalThis.longTasks.push({ duration, startTime });
      }).observe({ type: 'longtask', buffered: true });
    });
  };
  const { person, page } = await openApp(scene, { prepare });
  const marks = [];
  const mark = async (name) => marks.push({ name, at: await page.evaluate(() => performance.now()) });
  await person.reaches('startTitle');
  await mark('the start');
  await person.press('bluetooth');
  await person.reaches('accountTitle');
  await mark('the connection');
  await person.proves(2);
  await person.reaches('networksTitle');
  await mark('the proof');
  await person.joins();
  await person.reaches('doneTitle');
  await mark('the join');
  await device.happened('connected');
  check(workers.length === 1 && /power-worker/.test(workers[0]), `workers: ${workers.join(' ') || 'none'}`);
  const tasks = await page.evaluate(() => globalThis.longTasks);
  const named = tasks.map(({ duration, startTime }) => ({
    duration,
    where: marks.find(({ at }) => startTime <= at)?.name ?? 'the end',
  }));
  const listed = named.map(({ duration, where }) => `${Math.round(duration)} ms during ${where}`).join(', ');
  console.log(`        long tasks: ${listed || 'none'}`);
  const wrong = named.filter(
    ({ where }) => where !== 'the start' && where !== 'the proof' && where !== 'the connection',
  );
  check(wrong.length === 0, `long tasks: ${listed}`);
}
