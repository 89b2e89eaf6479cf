import { bluezCentral, bluezPeripheral } from '@esp-prov/bluez';
import { bleCentralConformance, blePeripheralConformance } from '@esp-prov/testing';
import { Skipped } from '../lab/judge.mjs';
import { deviceAdapter } from '../lab/lab.mjs';

const nobody = '02:00:00:00:00:01';
// All stations are near, so waits for an answer can be short.
const central = (adapter) => bluezCentral({ adapter, connectTimeoutMs: 8000 });

async function pair() {
  return {
    central: central('hci0'),
    peripheral: bluezPeripheral({ adapter: deviceAdapter }),
    absentId: nobody,
    close: async () => undefined,
  };
}

const suites = {
  central: bleCentralConformance(pair),
  peripheral: blePeripheralConformance(async () => ({ ...(await pair()), otherCentral: central('hci2') })),
};

/** What bluetoothd 5.66 makes impossible, whatever its clients do. */
const beyondReach = {
  'carries values of 1 to 512 bytes unchanged and whole': 'bluetoothd before 5.69 takes 508 bytes',
  'takes and gives values of 1 to 512 bytes whole, each write once': 'bluetoothd before 5.69 takes 508 bytes',
};

function orSkip(name, run) {
  return () => {
    if (beyondReach[name]) throw new Skipped(beyondReach[name]);
    return run();
  };
}

/** Whether the link ends while the device has not yet answered a write. */
function losesBusyDevice(name) {
  return /an operation that is aborted|tells a lost link/.test(name);
}

/** Returns the conformance cases for our adapter over bluetoothd. */
export const conformanceCases = Object.entries(suites).flatMap(([suite, cases]) =>
  cases.map(({ name, run }) => ({
    name: `${suite}: ${name}`,
    run: orSkip(name, run),
    mayEndBluetoothd: losesBusyDevice(name),
  })),
);
