import type { BluetoothAdapter } from '@esp-prov/bluez';
import { errorTable } from '@esp-prov/protocol';
import { whatToDo } from '../../report/what-to-do.ts';
import type { Finding } from './finding.ts';
import type { Machine } from './machine.ts';

const noble = '@stoprocent/noble';

/** Checks whether devices can be reached over Bluetooth, and whether this machine can be one. */
export async function lookAtBluetooth(machine: Machine): Promise<Finding[]> {
  return machine.platform === 'linux' ? await lookAtBluez(machine) : [lookAtNoble(machine)];
}

/** Checks bluetoothd and its adapters. */
export async function lookAtBluez(machine: Pick<Machine, 'bluetooth'>): Promise<Finding[]> {
  const { problem, adapters, bluetoothdVersion } = await machine.bluetooth();
  const findings = adapters.map((adapter) => describe(adapter));
  if (bluetoothdVersion !== undefined) {
    findings.unshift({ subject: 'bluetoothd', state: 'ok', text: `version ${bluetoothdVersion}` });
  }
  if (!problem) return findings;
  const { code, message } = problem;
  const entry = errorTable[code];
  const text = message === entry.meaning ? message : `${message} (${code})`;
  return [...findings, { subject: 'Bluetooth', state: 'wrong', text, remedy: whatToDo(entry) }];
}

function describe({ id, address, name, powered, blocked, roles }: BluetoothAdapter): Finding {
  const state = blocked ? `blocked by rfkill (${blocked})` : powered ? 'switched on' : 'switched off';
  const peripheral = roles.length === 0 || roles.includes('peripheral');
  const role = peripheral ? '' : ', cannot act as a device';
  const subject = `adapter ${id}`;
  return { subject, state: powered && !blocked ? 'ok' : 'note', text: `${name} ${address}, ${state}${role}` };
}

function lookAtNoble(machine: Machine): Finding {
  if (machine.hasPackage(noble)) {
    return { subject: 'Bluetooth', state: 'ok', text: `the package ${noble} is installed; esp-prov discover tries it` };
  }
  return {
    subject: 'Bluetooth',
    state: 'missing',
    text: `on this system it needs the package ${noble}`,
    remedy: `npm install --global ${noble}`,
  };
}
