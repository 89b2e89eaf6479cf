import { check } from '../../../support/checks.mjs';
import { openApp } from '../../lib/open-app.mjs';
import { account, pop, street } from '../../lib/virtual-device.mjs';

/** The whole way through the screens, over Bluetooth. */
export function provisioningCases() {
  return [
    ...[0, 1, 2].map((security) => ({
      name: `app: a device of security ${security} is put on Wi-Fi`,
      run: (scene) => provisions(scene, security),
    })),
    { name: 'app: a wrong code, then the right one', run: wrongCode },
    { name: 'app: a wrong user password, then the right one', run: wrongAccount },
    { name: 'app: a wrong Wi-Fi password, the evidence, then the right one', run: wrongPassword },
    { name: 'app: a network that is typed', run: typedNetwork },
    { name: 'app: a network without a password', run: openNetwork },
    { name: 'app: enterprise networks are shown and cannot be taken', run: enterprise },
    { name: 'app: two access points of one name are one row', run: merged },
    { name: 'app: a device that is set up already', run: alreadySetUp },
    { name: 'app: another device after the first', run: another },
    { name: 'app: patch level 0 of security 2', run: patchZero },
  ];
}

async function provisions(scene, security) {
  const device = await scene.device({ security });
  const { person } = await openApp(scene);
  await person.connects({ security });
  await person.joins();
  await person.reaches('doneTitle');
  const { ssid } = await device.happened('credentials-received');
  check(ssid === 'myssid', `the device got ${ssid}`);
  const { ip4 } = await device.happened('connected');
  await person.reads(new RegExp(ip4.replaceAll('.', '\\.')));
  await person.reads('linkAnswers');
}

async function wrongCode(scene) {
  const device = await scene.device({ security: 1 });
  const { person } = await openApp(scene);
  await person.reaches('startTitle');
  await person.press('bluetooth');
  await person.proves(1, { pop: 'abcd1235' });
  await person.reads('pop-refused');
  check(!device.events.some(({ kind }) => kind === 'credentials-received'), 'the device got credentials');
  await person.proves(1, { pop });
  await person.reaches('networksTitle');
}

async function wrongAccount(scene) {
  await scene.device({ security: 2 });
  const { person } = await openApp(scene);
  await person.reaches('startTitle');
  await person.press('bluetooth');
  await person.proves(2, { ...account, password: 'abcd1235' });
  await person.reads('user-refused');
  await person.proves(2);
  await person.reaches('networksTitle');
}

async function wrongPassword(scene) {
  const device = await scene.device({ security: 1, profile: 'idf-5.5' });
  const { person } = await openApp(scene);
  await person.connects();
  await person.joins('myssid', 'mypassword1');
  await person.reaches('authTitle');
  await person.reads('reported');
  await person.reads('reasonAuth');
  await person.type('passwordLabel', 'mypassword');
  await person.press('tryAgain');
  await person.reaches('doneTitle');
  await device.happened('connected');
}

async function typedNetwork(scene) {
  const hidden = { ...street[0], ssid: 'Cellar', bssid: '02:00:00:00:00:77', hidden: true };
  const device = await scene.device({ security: 1, air: [...street, hidden] });
  const { person } = await openApp(scene);
  await person.connects();
  await person.picks(person.words.otherNetwork);
  await person.press('goOn');
  await person.reaches('otherTitle');
  await person.type('nameLabel', 'Cellar');
  await person.type('passwordLabel', 'mypassword');
  await person.press('join');
  await person.reaches('doneTitle');
  const { ssid } = await device.happened('credentials-received');
  check(ssid === 'Cellar', `the device got ${ssid}`);
}

async function openNetwork(scene) {
  const device = await scene.device({ security: 1 });
  const { person } = await openApp(scene);
  await person.connects();
  await person.joins('Guests', null);
  await person.reaches('doneTitle');
  await device.happened('connected');
}

async function enterprise(scene) {
  const office = { ...street[0], ssid: 'Office', bssid: '02:00:00:00:00:78', rssi: -30, auth: 'WPA2_ENTERPRISE' };
  await scene.device({ security: 1, air: [...street, office] });
  const { person } = await openApp(scene);
  await person.connects();
  await person.network('Office').waitFor();
  await person.reads('enterpriseWhy');
  check(await person.network('Office').isDisabled(), 'it can be taken');
  check(await person.network('myssid').isChecked(), 'the strongest one that can be joined is not preselected');
}

async function merged(scene) {
  const second = { ...street[0], bssid: '02:00:00:00:00:79', channel: 11, rssi: -80 };
  await scene.device({ security: 1, air: [...street, second] });
  const { person } = await openApp(scene);
  await person.connects();
  await person.network('myssid').waitFor();
  check((await person.network('myssid').count()) === 1, 'there are two rows');
  await person.reads(new RegExp(person.words.accessPoints(2)));
}

async function alreadySetUp(scene) {
  const options = { security: 1, profile: 'netprov-1.4', sessionOnly: {} };
  const device = await scene.device(options);
  const { person, page } = await openApp(scene);
  await person.connects();
  await person.joins();
  await person.reaches('doneTitle');
  await device.happened('connected');
  // From its next start on it offers a session only.
  await device.switchOff();
  await device.device.boot();
  await page.reload();
  await person.reaches('startTitle');
  await person.press('bluetooth');
  await person.proves(1);
  await person.reaches('alreadyTitle');
}

async function another(scene) {
  const first = await scene.device({ security: 1 });
  const { person } = await openApp(scene);
  await person.connects();
  await person.joins();
  await person.reaches('doneTitle');
  await first.switchOff();
  const second = await scene.device({ security: 2, mac: '24:0a:c4:26:1f:dd' });
  await person.press('setUpAnother');
  await person.connects({ security: 2 });
  await person.joins();
  await person.reaches('doneTitle');
  await second.happened('connected');
}

async function patchZero(scene) {
  const device = await scene.device({ security: 2, profile: 'idf-5.3' });
  const { person } = await openApp(scene);
  await person.connects({ security: 2 });
  await person.joins();
  await person.reaches('doneTitle');
  await device.happened('connected');
}
