import type { Finding } from './finding.ts';
import type { Machine } from './machine.ts';

/** Packages that only some uses need. */
const optional = [{ name: 'serialport', use: '--transport console over a serial port' }];

/** Checks whether the optional packages are there. */
export function lookAtPackages(machine: Machine): Finding[] {
  return optional.map(({ name, use }) => {
    const subject = `package ${name}`;
    if (machine.hasPackage(name)) return { subject, state: 'ok', text: 'installed' };
    return { subject, state: 'missing', text: `only for ${use}`, remedy: `npm install --global ${name}` };
  });
}
