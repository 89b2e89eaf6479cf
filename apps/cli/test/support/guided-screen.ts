import { setTimeout as sleep } from 'node:timers/promises';
import type { GattDevice } from './gatt-device.ts';
import type { Screen } from './tmux.ts';

/** Questions of a guided run, as a screen shows them, of which the last one is open. */
const question = /^BLECLI >> .*\[y\/n\]|^ {8}<<.*/gm;

/** Plays the user of a guided console on a screen, until the run ends: copies from the screen and pastes into it. */
export async function playOnScreen(screen: Screen, device: GattDevice): Promise<void> {
  for (let answered = 0; ; ) {
    const { printed } = screen;
    if (/^exit code \d+/m.test(printed)) return;
    if ((printed.match(question) ?? []).length > answered) {
      answered++;
      screen.types(await answer(printed, device));
    }
    await sleep(100);
  }
}

/** What is answered to the last question. */
async function answer(printed: string, device: GattDevice): Promise<string> {
  const last = printed.match(question)?.at(-1) ?? '';
  if (!last.startsWith(' ')) {
    const listed = /UUID '([^']+)' listed/.exec(last)?.[1];
    return listed === undefined || device.lists(listed) ? 'y' : 'n';
  }
  const uuid = [...printed.matchAll(/with UUID '([^']+)'/g)].at(-1)?.[1] ?? '';
  const hex = [...printed.matchAll(/^ {8}>> ([0-9a-f]+)/gm)].at(-1)?.[1] ?? '';
  return (await device.write(uuid, hex)) ? device.read(uuid) : '-';
}

/** What a guided run has left, whose session messages, which differ with each run, are three dots. */
export function withoutMessages(printed: string): string {
  const at = printed.indexOf('Starting Session');
  return `${printed.slice(0, at)}${printed.slice(at).replace(/^( {8}(?:>>|<<) )[0-9a-f]+ *$/gm, '$1…')}`;
}
