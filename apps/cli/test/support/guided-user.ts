import { setTimeout as sleep } from 'node:timers/promises';
import type { GattDevice } from './gatt-device.ts';
import type { Program } from './program.ts';

/** How somebody answers who is guided. */
export interface GuidedUserOptions {
  /** What is typed in place of the first value that is read, each once. */
  readonly mistypes?: readonly string[];
  /** Answers to questions, by a part of the question, in their order. */
  readonly answers?: Readonly<Record<string, readonly string[]>>;
  /** How long the answer to what is said takes, in ms. */
  readonly before?: (said: string) => number;
}

/**
 * Plays the user of a guided console to its end: answers the questions by what the device lists, carries each `>>` line
 * to it and types back what is read. Returns the transcript as a terminal shows it.
 */
export async function playUser(
  program: Program,
  device: GattDevice,
  { mistypes = [], answers = {}, before = () => 0 }: GuidedUserOptions = {},
): Promise<string> {
  const wrong = [...mistypes];
  const planned = new Map(Object.entries(answers).map(([part, texts]) => [part, [...texts]]));
  let transcript = '';
  let refused = false;
  let uuid = '';
  for (;;) {
    const asked = await program.asks(/^[\s\S]*?(BLECLI >> [^\n]*(\[y\/n\]|' :) |\t<< )$/);
    if (!asked) return transcript;
    // A terminal ends its lines with CR too.
    const said = asked[0].replaceAll('\r', '');
    const question = said.slice(said.lastIndexOf('\n') + 1);
    uuid = /with UUID '([^']+)' :/.exec(said)?.[1] ?? uuid;
    const hex = /^\t>> ([0-9a-f]+)$/m.exec(said)?.[1];
    if (hex !== undefined) refused = !(await device.write(uuid, hex));
    const answer = question === '\t<< ' ? (wrong.shift() ?? (refused ? '-' : device.read(uuid))) : about(question);
    await sleep(before(said));
    transcript += `${said}${answer}\n`;
    program.type(`${answer}\n`);
  }

  function about(question: string): string {
    const typed = [...planned].find(([part]) => question.includes(part))?.[1].shift();
    if (typed !== undefined) return typed;
    const listed = /UUID '([^']+)' listed/.exec(question)?.[1];
    return listed === undefined || device.lists(listed) ? 'y' : 'n';
  }
}

/** A transcript whose session messages, which differ with each run, are three dots. */
export function withoutSession(transcript: string): string {
  return transcript.replace(/^(\t(>>|<<) )[0-9a-f]+$/gm, (line, mark: string, _arrow, offset: number) => {
    const before = transcript.slice(0, offset);
    return before.includes('Starting Session') ? `${mark}…` : line;
  });
}
