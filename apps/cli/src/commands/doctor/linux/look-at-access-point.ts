import { parseCombinations } from '@esp-prov/linux';
import type { Finding } from '../../../reach/examine/finding.ts';
import type { BoardMachine } from './board-machine.ts';

/** Programs that `--transport softap` runs, each with its package. */
const programs = [
  { name: 'dnsmasq', pack: 'dnsmasq-base' },
  { name: 'iw', pack: 'iw' },
];

/** Port of the service. */
const httpPort = 80;

/** Checks what an access point of the board needs; `isWanted`: it was asked for. */
export async function lookAtAccessPoint(machine: BoardMachine, isWanted: boolean): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const { name, pack } of programs) {
    const subject = `program ${name}`;
    if (await machine.hasProgram(name)) findings.push({ subject, state: 'ok', text: 'installed' });
    else {
      const state = isWanted ? 'wrong' : 'missing';
      findings.push({ subject, state, text: 'only for --transport softap', remedy: `sudo apt install ${pack}` });
    }
  }
  return [...findings, await lookAtPort(machine, isWanted), ...(await lookAtModes(machine, isWanted))];
}

async function lookAtPort(machine: BoardMachine, isWanted: boolean): Promise<Finding> {
  const subject = `port ${httpPort}`;
  const result = await machine.tryPort(httpPort);
  if (result === 'free') return { subject, state: 'ok', text: 'free, and this user may listen on it' };
  if (result === 'not-permitted') {
    const text = 'this user may not listen on it; the service of --install may';
    return { subject, state: 'note', text, remedy: 'Run as root, or choose another one with --port.' };
  }
  const remedy = 'End the other program (sudo ss -ltnp shows it), or choose another port with --port.';
  return { subject, state: isWanted ? 'wrong' : 'note', text: 'another program listens on it', remedy };
}

/** Checks what the radios say that they can be. The lines of iw: iw, info.c */
async function lookAtModes(machine: BoardMachine, isWanted: boolean): Promise<Finding[]> {
  const told = await machine.run('iw', ['phy']);
  if (told?.code !== 0 || told.stdout.trim() === '') return [];
  const subject = 'access point';
  const lines = told.stdout.split('\n').map((line) => line.trim());
  if (!lines.includes('* AP')) {
    const remedy = 'Use --transport ble, or another radio.';
    return [{ subject, state: isWanted ? 'wrong' : 'note', text: 'the radio cannot be one', remedy }];
  }
  if (parseCombinations(told.stdout))
    return [{ subject, state: 'ok', text: 'the radio can be one, and in a network at the same time' }];
  const text = 'the radio can be one, but not while it joins: a client does not hear the outcome of a success';
  return [{ subject, state: 'note', text }];
}
