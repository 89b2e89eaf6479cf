import { foreignText } from '@esp-prov/protocol';
import { displayWidth, fitted } from '../../terminal/display-width.ts';
import type { Choice } from '../../terminal/prompter.ts';
import { askText, choiceWidth, choose } from '../../terminal/prompts.ts';
import { listSerialPorts, type SerialPortInfo } from '../console/list-serial-ports.ts';

/** Lets the user pick one of the serial ports, or name another one; undefined: neither. */
export async function choosePort(list: () => Promise<SerialPortInfo[]> = listSerialPorts): Promise<string | undefined> {
  const ports = await list();
  const width = choiceWidth();
  const choices: Choice<string | 'other' | undefined>[] = [
    ...ports.map(({ path, description }) => ({ value: path, label: label(path, description, width) })),
    { value: 'other', label: 'Another port: type its name' },
    { value: undefined, label: 'Back' },
  ];
  const chosen = await choose(ports.length === 0 ? 'No serial port was found' : 'Serial port', choices, '--port');
  if (chosen !== 'other') return chosen;
  const typed = await askText('Name of the port (empty: back)', '--port');
  return typed === '' ? undefined : typed;
}

function label(path: string, description: string | undefined, width: number): string {
  const text = foreignText(description === undefined ? path : `${path}  ${description}`, 200);
  return displayWidth(text) > width ? fitted(text, width) : text;
}
