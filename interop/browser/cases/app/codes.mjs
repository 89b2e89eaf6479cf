import { check } from '../../../support/checks.mjs';
import { writeFilm } from '../../lib/fake-camera.mjs';
import { openApp } from '../../lib/open-app.mjs';
import { pop } from '../../lib/virtual-device.mjs';

const code = { ver: 'v1', name: 'PROV_261FCC', pop, transport: 'ble' };
const compact = `NP:PROV_261FCC|${pop}|b`;

/** QR codes: by the camera, typed, in the address, and what is no code for this. */
export function codeCases() {
  return [
    { name: 'app: a code before the camera', run: byCamera },
    { name: 'app: a code that is typed, then all without a question', run: typed },
    { name: 'app: a code in the address, which then hides it', run: inAddress },
    { name: 'app: a camera that is refused', run: refused },
    { name: 'app: no camera', run: noCamera },
    { name: 'app: a code of something else', run: ofOthers },
    { name: 'app: a code that nobody understands', run: unknown },
    { name: 'app: a hostile code', run: hostile },
  ];
}

async function byCamera(scene) {
  await scene.device({ security: 1 });
  await writeFilm(scene.lab.film, JSON.stringify(code));
  scene.defer(() => writeFilm(scene.lab.film));
  const { person } = await openApp(scene, { context: { permissions: ['camera'] } });
  await person.reaches('startTitle');
  await person.press('scanCode');
  await person.page.locator('[data-screen=choose]').waitFor({ timeout: 20_000 });
  await goesOnWithCode(person);
}

async function typed(scene) {
  await scene.device({ security: 1 });
  const { person } = await openApp(scene);
  await person.reaches('startTitle');
  await person.press('scanCode');
  await person.press('qrType');
  await person.type('qrText', JSON.stringify(code));
  await person.press('qrUse');
  await goesOnWithCode(person);
  await person.joins();
  await person.reaches('doneTitle');
}

async function inAddress(scene) {
  await scene.device({ security: 1 });
  const { person, page } = await openApp(scene, { path: `/#qr=${JSON.stringify(code)}` });
  await person.page.locator('esp-provision-flow').waitFor();
  check(!page.url().includes(pop), 'the address still shows the code');
  await goesOnWithCode(person);
}

/** The code answers what the device asks for, so that the next question is the network. */
async function goesOnWithCode(person) {
  const { page } = person;
  const list = page.getByRole('heading', { name: person.words.networksTitle });
  const button = person.button('bluetooth').or(page.locator('[data-screen=choose] .btn.primary'));
  await list.or(button).first().waitFor();
  if (!(await list.isVisible())) await button.first().click();
  await person.reaches('networksTitle');
}

async function refused(scene) {
  const { person } = await openApp(scene, { prepare: (page) => page.addInitScript(refuseCamera, 'NotAllowedError') });
  await person.reaches('startTitle');
  await person.press('scanCode');
  await person.reads('qrDenied');
}

async function noCamera(scene) {
  const { person } = await openApp(scene, { prepare: (page) => page.addInitScript(refuseCamera, 'NotFoundError') });
  await person.reaches('startTitle');
  await person.press('scanCode');
  await person.reads('qrNone');
}

/** Runs in the page. */
function refuseCamera(name) {
  navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('no', name));
}

async function ofOthers(scene) {
  const { person } = await openApp(scene);
  await person.reaches('startTitle');
  await person.press('scanCode');
  await person.press('qrType');
  await person.type('qrText', 'MT:Y.K9042C00KA0648G00');
  await person.press('qrUse');
  await person.reads('other-matter');
  await person.type('qrText', 'https://example.com/?a=1');
  await person.press('qrUse');
  await person.reads('other-link');
}

async function unknown(scene) {
  const { person } = await openApp(scene);
  await person.reaches('startTitle');
  await person.press('scanCode');
  await person.press('qrType');
  await person.type('qrText', 'something else');
  await person.press('qrUse');
  await person.reads('qr-unknown');
  await person.type('qrText', compact);
  await person.press('qrUse');
  await person.page.locator('[data-screen=qr]').waitFor({ state: 'detached' });
}

/** Whatever a code says is text of a stranger. */
async function hostile(scene) {
  const name = '<img src=x onerror="globalThis.ran=1">\u202e\u2066PROV';
  const text = JSON.stringify({ ...code, name, pop: '"><script>globalThis.ran=1</script>' });
  const { person, page } = await openApp(scene, { path: `/#qr=${encodeURIComponent(text)}` });
  await person.page.locator('esp-provision-flow').waitFor();
  await page.locator('[data-screen]').waitFor();
  check(!(await page.evaluate(() => 'ran' in globalThis)), 'a script of the code ran');
  check((await page.locator('esp-provision-flow img[src=x]').count()) === 0, 'the code made an element');
}
