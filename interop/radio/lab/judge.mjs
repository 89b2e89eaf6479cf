import { indent } from '../../support/checks.mjs';
import { forgetDevices } from '../../support/forget-devices.mjs';
import { clearAir } from './air.mjs';
import { bluetoothdRuns, firmwareMtu, restartBluetoothd } from './bluetoothd.mjs';
import { Lab } from './lab.mjs';
import { watchLogs } from './system-logs.mjs';

const casePatienceMs = 300_000;
const endPatienceMs = 90_000;

/** A case throws it to skip itself. */
export class Skipped extends Error {}

/**
 * Runs one case to `ok`, `FAIL` or `skipped`; what it takes to understand a failure is printed. bluetoothd has to
 * survive it. It need not survive a case with `mayEndBluetoothd`: what fails with it is tried once more.
 */
export async function judge(testCase) {
  const first = await attempt(testCase);
  if (bluetoothdRuns()) return first;
  await restartBluetoothd(firmwareMtu);
  const { name, mayEndBluetoothd = false } = testCase;
  if (!mayEndBluetoothd) {
    console.log(`${name}: bluetoothd has crashed`);
    return { result: 'FAIL' };
  }
  if (first.result === 'ok') return { result: 'ok', why: 'bluetoothd has crashed behind it' };
  const { result } = await attempt(testCase);
  if (!bluetoothdRuns()) await restartBluetoothd(firmwareMtu);
  return { result, why: 'at the second try, as bluetoothd has crashed at the first' };
}

async function attempt({ name, run }) {
  const lab = new Lab();
  const newLogs = await watchLogs();
  const steps = [
    () => within(casePatienceMs, run(lab), 'the case took too long'),
    () => within(endPatienceMs, lab.end(), 'it could not be cleaned up'),
    () => (bluetoothdRuns() ? within(endPatienceMs, forgetDevices(), 'bluetoothd did not forget it') : undefined),
  ];
  let outcome = { result: 'ok' };
  for (const step of steps) {
    const { result, error, why } = await settle(step);
    if (result === 'FAIL') tell(name, error, [...lab.transcript, ...(await newLogs())]);
    if (result !== 'ok' && outcome.result !== 'FAIL') outcome = { result, why };
  }
  clearAir();
  return outcome;
}

async function settle(work) {
  try {
    await work();
    return { result: 'ok' };
  } catch (error) {
    return error instanceof Skipped ? { result: 'skipped', why: error.message } : { result: 'FAIL', error };
  }
}

async function within(limitMs, work, words) {
  let timer;
  const limit = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(words)), limitMs);
  });
  try {
    return await Promise.race([work, limit]);
  } finally {
    clearTimeout(timer);
  }
}

function tell(name, error, lines) {
  console.log(`${name}: ${explain(error)}\n${indent(lines.join('\n'))}`);
}

function explain(error) {
  const parts = [];
  for (let each = error; each instanceof Error; each = each.cause) {
    parts.push(`${each.code ? `${each.code}: ` : ''}${parts.length === 0 ? each.stack : each.message}`);
  }
  return parts.join('\n  because of ');
}
