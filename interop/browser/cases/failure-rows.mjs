import { readFile } from 'node:fs/promises';
import { check } from '../../support/checks.mjs';
import { elsewhere } from './failures-elsewhere.mjs';

/**
 * Everything that can go wrong, and the case that makes it happen; `why` where none does. A row without both fails, and
 * so does a text for a failure in the catalogue of the page that no row stands for.
 */
const rows = [
  { row: 'a browser without Bluetooth', case: 'firefox: the page opens, and says why there is no Bluetooth' },
  { row: 'the flag on Linux', case: 'app: why not here: a flag of Chromium on Linux' },
  { row: 'a page without encryption', case: 'app: why not here: a page without encryption' },
  { row: 'iPhone and iPad', case: 'app: why not here: iPhone' },
  { row: 'a frame or policy without permission', case: 'app: why not here: a policy that forbids it' },
  {
    row: 'no adapter, or switched off',
    codes: ['bluetooth/no-adapter', 'bluetooth/powered-off'],
    case: 'app: no adapter',
  },
  {
    row: 'Android with its location off',
    why: 'nothing tells a page of it; the hint stands on the screen that follows',
  },
  { row: 'no helper', case: 'app: why not here: no helper' },
  { row: 'nothing chosen', codes: ['bluetooth/nothing-chosen'], case: 'app: the list is closed' },
  { row: 'no port chosen', codes: ['serial/nothing-chosen'], case: 'app: no port was chosen' },
  { row: 'no connection', codes: ['link/unreachable'], case: 'app: the device does not let itself be connected' },
  {
    row: 'no provisioning service',
    codes: ['bluetooth/no-provisioning'],
    case: 'app: a device without a provisioning service',
  },
  { row: 'link lost before the credentials', case: 'app: the link is lost before the credentials' },
  {
    row: 'link lost after the credentials',
    codes: ['wifi/outcome-unknown'],
    case: 'app: the link is lost after the credentials',
  },
  { row: 'no answer', codes: ['link/timeout'], case: 'app: the device does not answer' },
  { row: 'garbage', case: 'app: the device answers garbage' },
  { row: '250 kB', case: 'app: the device answers 250 kB' },
  { row: 'a device that restarts', case: 'app: the device restarts while it joins' },
  {
    row: 'less security than was asked for',
    codes: ['session/downgraded'],
    case: 'app: less security than the code demands',
  },
  {
    row: 'a device that proves nothing',
    codes: ['session/unproven'],
    case: 'app: security 0 is asked for first, and refusing it ends there',
  },
  {
    row: 'wrong proof of possession',
    codes: ['session/proof-mismatch', 'session/pop-required'],
    case: 'app: a wrong code, then the right one',
  },
  {
    row: 'wrong user password',
    codes: ['session/user-required'],
    case: 'app: a wrong user password, then the right one',
  },
  { row: 'patch level 0', case: 'app: patch level 0 of security 2' },
  {
    row: 'another session on the device',
    codes: ['session/replaced'],
    why: 'over Bluetooth one central connects at a time; the tests of the client have it',
  },
  { row: 'the device cannot scan', case: 'app: the device cannot scan' },
  { row: 'the device refuses to look for networks', case: 'app: the device refuses to look for networks' },
  { row: 'no networks', codes: ['wifi/no-networks'], case: 'app: a device that hears no network' },
  {
    row: 'fields filled in wrongly',
    codes: ['wifi/invalid-ssid', 'wifi/invalid-passphrase'],
    case: 'app: fields that are filled in wrongly',
  },
  { row: 'wrong Wi-Fi password', case: 'app: a wrong Wi-Fi password, the evidence, then the right one' },
  { row: 'network vanished', case: 'app: a network that has vanished' },
  { row: 'network turns the device away', case: 'app: a network that turns the device away' },
  { row: 'no address from DHCP', case: 'app: a network that gives no address' },
  { row: 'attempts left', case: 'app: attempts that are left' },
  { row: 'enterprise network', case: 'app: enterprise networks are shown and cannot be taken' },
  { row: 'network without a password', case: 'app: a network without a password' },
  {
    row: 'set up already',
    codes: ['device/session-only', 'device/apply-refused'],
    case: 'app: a device that is set up already',
  },
  { row: 'camera refused', case: 'app: a camera that is refused' },
  { row: 'no camera', case: 'app: no camera' },
  { row: 'a code that is none', codes: ['qr/unreadable'], case: 'app: a code that nobody understands' },
  { row: 'a code of another system', case: 'app: a code of something else' },
  { row: 'a hostile code', case: 'app: a hostile code' },
  { row: 'a hostile SSID', case: 'app: an SSID of a stranger is text' },
  { row: 'the USB port is gone', case: 'app: the USB port is pulled out' },
  { row: 'the helper stopped', codes: ['helper/gone'], case: 'app: the helper stops' },
  { row: 'a second tab', codes: ['page/other-tab'], case: 'app: a second tab while the first has the device' },
  { row: 'a computer that slept', codes: ['page/slept'], case: 'app: a computer that slept' },
  { row: 'reload', codes: ['page/reloaded'], case: 'app: reload at joining' },
  { row: 'the back button', codes: ['page/stopped'], case: 'app: back at joining' },
  { row: 'no network for the page itself', case: 'app: works without a network once it was there' },
];

const root = new URL('../../../', import.meta.url);

/** Returns the case that holds the table to its word. */
export function failureRowsCase(names) {
  return {
    name: 'failures: every row of the list has a case, or a reason',
    run: async (scene) => {
      const wrong = rows.filter((row) => !(row.why || names.includes(row.case))).map(({ row }) => row);
      const codes = rows.flatMap((row) => row.codes ?? []);
      const shown = Object.keys(scene.lab.words.errors);
      const left = shown.filter((code) => !codes.includes(code) && !Object.hasOwn(elsewhere, code));
      const idle = Object.keys(elsewhere).filter((code) => codes.includes(code) || !shown.includes(code));
      const untested = await untestedOf(elsewhere);
      const faults = Object.entries({
        'without a case': wrong,
        'without a row or a test': left,
        'with a test and no need of one': idle,
        'not in its test': untested,
      });
      const found = faults.filter(([, those]) => those.length > 0);
      check(found.length === 0, found.map(([what, those]) => `${what}: ${those.join(', ')}`).join('; '));
    },
  };
}

/** Returns the codes that the file which is named for them does not hold. */
async function untestedOf(table) {
  const untested = [];
  for (const [code, path] of Object.entries(table)) {
    const text = await readFile(new URL(path, root), 'utf8').catch(() => '');
    const isOfFamily = code.endsWith('*');
    if (!text.includes(isOfFamily ? `'${code.slice(0, -1)}` : `'${code}'`)) untested.push(`${code} (${path})`);
  }
  return untested;
}
