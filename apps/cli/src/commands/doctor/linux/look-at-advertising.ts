import type { Finding } from '../../../reach/examine/finding.ts';
import type { BoardBus } from './board-bus.ts';
import type { BoardMachine } from './board-machine.ts';

/** Checks whether the adapters can advertise, and have room for one more advertisement. bluez: doc/advertising-api.txt */
export async function lookAtAdvertising(machine: BoardMachine, bus: BoardBus): Promise<Finding[]> {
  const { adapters } = await machine.bluetooth();
  const findings: Finding[] = [];
  for (const { id, path, powered } of adapters) {
    const manager = await bus.properties('org.bluez', path, 'org.bluez.LEAdvertisingManager1');
    const subject = `advertising by ${id}`;
    if (!manager && !powered) {
      findings.push({ subject, state: 'note', text: 'not known while the adapter is switched off' });
      continue;
    }
    if (!manager) {
      const remedy = 'Use another adapter, or --transport softap.';
      findings.push({ subject, state: 'wrong', text: 'the adapter cannot advertise', remedy });
      continue;
    }
    const [active, free] = [Number(manager['ActiveInstances']), Number(manager['SupportedInstances'])];
    if (free > 0) findings.push({ subject, state: 'ok', text: `${active} at work, room for ${free} more` });
    else {
      const remedy = 'End another program that advertises.';
      findings.push({ subject, state: 'wrong', text: `${active} at work, no room for another`, remedy });
    }
  }
  return findings;
}
