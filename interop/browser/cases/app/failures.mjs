import { fieldsOf, message } from '../../../rainmaker-sdk/wire.mjs';
import { check } from '../../../support/checks.mjs';
import { openApp } from '../../lib/open-app.mjs';
import { pop, street } from '../../lib/virtual-device.mjs';
import { until } from '../../lib/watch.mjs';

/** A number of `Status`. */
const internalError = 5;

/** An error of the attribute protocol. */
const unlikely = 0x0e;

/** What can go wrong between the click and the end, each with the screen that it has to lead to. */
export function failureCases() {
  return [
    { name: 'app: the list is closed', run: nothingChosen },
    { name: 'app: no adapter', run: noAdapter },
    { name: 'app: the device does not let itself be connected', run: cannotConnect },
    { name: 'app: a device without a provisioning service', run: wrongDevice },
    { name: 'app: the link is lost before the credentials', run: lostBefore },
    { name: 'app: the link is lost after the credentials', run: lostAfter },
    { name: 'app: the device does not answer', run: silent },
    { name: 'app: the device answers garbage', run: garbage },
    { name: 'app: the device answers 250 kB', run: tooLong },
    { name: 'app: the device restarts while it joins', run: restarts },
    { name: 'app: less security than the code demands', run: downgraded },
    { name: 'app: a device that hears no network', run: hearsNothing },
    { name: 'app: the device cannot scan', run: cannotScan },
    { name: 'app: the device refuses to look for networks', run: refusesScan },
    { name: 'app: a network that has vanished', run: vanished },
    { name: 'app: a network that gives no address', run: noAddress },
    { name: 'app: a network that turns the device away', run: turnedAway },
    { name: 'app: attempts that are left', run: attempts },
    { name: 'app: fields that are filled in wrongly', run: wrongFields },
    { name: 'app: security 0 is asked for first, and refusing it ends there', run: consentRefused },
  ];
}

async function nothingChosen(scene) {
  await scene.device();
  const { person, chooser } = await openApp(scene, { pick: () => null });
  await person.reaches('startTitle');
  await person.press('bluetooth');
  await person.reaches('nothingTitle');
  chooser.pick = ([first]) => first;
  await person.press('showListAgain');
  await person.reaches('proofTitle');
}

async function noAdapter(scene) {
  await scene.chromium({ state: 'absent' });
  const { person } = await openApp(scene);
  await person.reaches('startTitle');
  await person.press('bluetooth');
  await person.reaches('adapterTitle');
}

async function cannotConnect(scene) {
  const device = await scene.device();
  device.peripheral.refuses.connection = 0x3e;
  const { person } = await openApp(scene);
  await person.reaches('startTitle');
  await person.press('bluetooth');
  await readsFailure(person, 'link/unreachable');
  device.peripheral.refuses.connection = undefined;
  await person.press('tryAgain');
  await person.reaches('proofTitle');
}

async function wrongDevice(scene) {
  await scene.device({ ble: { service: '0000180f-0000-1000-8000-00805f9b34fb' } });
  const { person } = await openApp(scene);
  await person.reaches('startTitle');
  await person.press('bluetooth');
  await readsFailure(person, 'bluetooth/no-provisioning');
}

async function lostBefore(scene) {
  const device = await scene.device({ security: 1 });
  const { person } = await openApp(scene);
  await person.connects();
  await person.network('myssid').waitFor();
  // Whatever comes next finds no link, and no device to open another one to.
  device.peripheral.refuses.connection = 0x3e;
  await device.peripheral.drop();
  await readsFailure(person, 'link/');
  device.peripheral.refuses.connection = undefined;
  await person.press('tryAgain');
  // The code that was typed and was right is not asked for again.
  const next = person.page.locator('[data-screen=proof], [data-screen=networks]');
  await next.waitFor();
  check((await next.getAttribute('data-screen')) === 'networks', 'the code has to be typed again');
  await person.joins();
  await person.reaches('doneTitle');
}

async function lostAfter(scene) {
  const device = await scene.device({ security: 1, fast: false });
  const { person } = await openApp(scene);
  await person.connects();
  await person.joins();
  await device.happened('credentials-received');
  device.peripheral.refuses.connection = 0x3e;
  await device.peripheral.drop();
  await person.reaches('unknownTitle');
}

async function silent(scene) {
  const device = await scene.device({ security: 1 });
  device.peripheral.refuses.discovery = 'hang';
  const { person } = await openApp(scene);
  await person.reaches('startTitle');
  await person.press('bluetooth');
  await readsFailure(person, 'link/timeout', { timeout: 45_000 });
}

async function garbage(scene) {
  const device = await scene.device({ security: 1 });
  device.peripheral.interferes = ({ endpoint, type }) =>
    endpoint === 'prov-session' && type === 'read' ? Uint8Array.of(0xff, 0xff, 0xff, 0xff, 0x7f) : undefined;
  const { person } = await openApp(scene);
  await person.reaches('startTitle');
  await person.press('bluetooth');
  await person.proves(1);
  await readsFailure(person, 'message/');
}

/** The attribute protocol has room for 512 bytes, and the emulation for more: whatever comes must not be taken in. */
async function tooLong(scene) {
  const device = await scene.device({ security: 1 });
  device.peripheral.interferes = ({ type }) => (type === 'read' ? new Uint8Array(250_000) : undefined);
  const { person } = await openApp(scene);
  await person.reaches('startTitle');
  await person.press('bluetooth');
  await readsFailure(person, '');
}

async function restarts(scene) {
  const device = await scene.device({ security: 1, fast: false });
  const { person } = await openApp(scene);
  await person.connects();
  await person.joins();
  await device.happened('credentials-received');
  await device.switchOff();
  await person.reaches('unknownTitle');
}

async function downgraded(scene) {
  await scene.device({ security: 1 });
  const code = JSON.stringify({
    ver: 'v1',
    name: 'PROV_261FCC',
    username: 'wifiprov',
    pop,
    transport: 'ble',
    security: 2,
  });
  const { person } = await openApp(scene, { path: `/#qr=${code}` });
  await person.page.locator('[data-screen=choose] .btn.primary').click();
  await readsFailure(person, 'session/downgraded');
}

async function hearsNothing(scene) {
  await scene.device({ security: 1, air: [] });
  const { person } = await openApp(scene);
  await person.connects();
  await person.reads('networksNone');
}

async function cannotScan(scene) {
  // Without encryption an answer can be put in the place of the device's: RespScanStart with the status InternalError.
  const device = await scene.device({ security: 0 });
  device.peripheral.interferes = ({ endpoint, type }) =>
    endpoint === 'prov-scan' && type === 'read' ? message([1, 1], [2, internalError], [11, []]) : undefined;
  const { person } = await openApp(scene);
  await person.connects({ security: 0 });
  await person.reads('networksFailed');
  await person.picks(person.words.otherNetwork);
}

/** It answers with an error of the attribute protocol, and goes on with whatever else is asked. */
async function refusesScan(scene) {
  const device = await scene.device({ security: 1 });
  device.peripheral.interferes = ({ endpoint, type }) =>
    endpoint === 'prov-scan' && type === 'write' ? unlikely : undefined;
  const { person } = await openApp(scene);
  await person.connects();
  await person.reads('networksFailed');
  await person.page.getByRole('radio', { name: person.words.otherNetwork }).check();
  await person.press('goOn');
  await person.reaches('otherTitle');
  await person.type('nameLabel', 'myssid');
  await person.type('passwordLabel', 'mypassword');
  await person.press('join');
  await person.reaches('doneTitle');
  await device.happened('connected');
}

async function vanished(scene) {
  const device = await scene.device({ security: 1, profile: 'idf-5.5', air: [{ ...street[0], join: 'vanish' }] });
  const { person } = await openApp(scene);
  await person.connects();
  await person.joins();
  await person.reaches('notFoundTitle');
  await device.happened('provisioning-failed');
  await person.press('anotherNetwork');
  await person.reaches('networksTitle');
}

async function noAddress(scene) {
  // The station reports that it is connected, and has no address: RespGetStatus.
  const device = await scene.device({ security: 0, air: [{ ...street[0], join: 'no-address' }] });
  let isApplied = false;
  const connected = message([1, '0.0.0.0'], [2, 3], [3, 'myssid'], [4, new Uint8Array(6)], [5, 6]);
  device.peripheral.interferes = ({ endpoint, type, bytes }) => {
    if (endpoint !== 'prov-config') return undefined;
    if (type === 'write') isApplied ||= fieldsOf(bytes).get(1) === 4;
    const isStatus = type === 'read' && isApplied && asks === 0;
    if (type === 'write') asks = fieldsOf(bytes).get(1) ?? 0;
    return isStatus ? message([1, 1], [11, message([1, 0], [2, 0], [11, connected])]) : undefined;
  };
  let asks;
  const { person } = await openApp(scene);
  await person.connects({ security: 0 });
  await person.joins();
  await person.reaches('noAddressTitle', undefined, { timeout: 40_000 });
}

async function turnedAway(scene) {
  await scene.device({ security: 1, profile: 'idf-5.5', air: [{ ...street[0], join: 'refuse' }] });
  const { person } = await openApp(scene);
  await person.connects();
  await person.joins();
  await person.page.locator('[data-screen=failed]').waitFor({ timeout: 40_000 });
  await person.reads('reported');
}

async function attempts(scene) {
  await scene.device({ security: 1, profile: 'netprov-1.4', fast: false });
  const { person } = await openApp(scene);
  await person.connects();
  await person.joins('myssid', 'mypassword1');
  await person.reads(/attempts? left/, undefined, { timeout: 30_000 });
}

async function wrongFields(scene) {
  await scene.device({ security: 1 });
  const { person } = await openApp(scene);
  await person.reaches('startTitle');
  await person.press('bluetooth');
  await person.reaches('proofTitle');
  await person.press('goOn');
  await person.reads('pop-empty');
  await person.proves(1);
  await person.reaches('networksTitle');
  await person.picks(person.words.otherNetwork);
  await person.press('goOn');
  await person.reaches('otherTitle');
  await person.press('join');
  await person.reads('ssid-empty');
  await person.type('nameLabel', 'ü'.repeat(17));
  await person.press('join');
  await person.reads('ssid-too-long');
  await person.type('nameLabel', 'myssid');
  await person.type('passwordLabel', 'sevensi');
  await person.press('join');
  await person.reads('password-too-short');
  await person.type('passwordLabel', 'x'.repeat(65));
  await person.press('join');
  await person.reads('password-too-long');
}

async function consentRefused(scene) {
  const device = await scene.device({ security: 0 });
  const { person } = await openApp(scene);
  await person.reaches('startTitle');
  await person.press('bluetooth');
  await person.reaches('consentOpenTitle');
  await person.press('consentNo');
  await person.reaches('startTitle');
  await until(() => !device.peripheral.isConnected, 'the end of the link');
  check(!device.events.some(({ kind }) => kind === 'credentials-received'), 'the device got credentials');
}

/** Waits for a screen that names what happened, by a code, and has one thing to do. */
async function readsFailure(person, code, { timeout } = {}) {
  const { errors } = person.words;
  const [family] = code.split('/');
  const named = errors[code] ?? errors[`${family}/*`];
  const titles =
    code.endsWith('/') || code === ''
      ? Object.entries(errors).filter(([key]) => key.startsWith(code))
      : [[code, named]];
  const any = titles.map(([, [title]]) => title.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('|');
  await person.page.getByRole('heading', { name: new RegExp(`^(?:${any})$`) }).waitFor({ timeout });
  check(
    (await person.page.locator('.btn.primary').filter({ visible: true }).count()) === 1,
    'there is not one thing to do',
  );
}
