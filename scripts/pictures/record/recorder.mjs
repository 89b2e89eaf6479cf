import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { temporaryFolder } from '../../temporary-folder.mjs';
import { StableText } from './stable-text.mjs';
import { Terminal } from './terminal.mjs';
import { TimeKeeper } from './time-keeper.mjs';

/** How long a recording may last on its own clock, in ms. */
const longestMs = 120_000;

/** Pauses, in ms of the machine's clock, and how many of them there may be: what Node itself waits for has no other. */
const pauseMs = 100;
const longestPauses = 100;

/**
 * One thing that is done at a terminal of a recording. A step is over when its command has ended, or earlier when `until`
 * is on the screen; the next step comes then.
 *
 * @typedef {object} Step
 * @property {string} [at] which terminal: `you` unless another is named, such as `device`
 * @property {string} [run] a command line, as people type it
 * @property {RegExp} [until] goes on as soon as this is on the screen, while the command goes on too
 * @property {number} [code] how the command ends: 0 unless another number is named
 * @property {Answer[]} [answers] what is typed, in order
 * @property {boolean} [interrupt] presses Ctrl+C at this terminal and waits for the end of its command
 * @property {number} [wait] lets so many ms pass
 *
 * @typedef {object} Answer
 * @property {RegExp} when the end of the screen that asks for it
 * @property {string} type what is typed; `\r` is Enter
 * @property {string} [shoot] keeps the screen before that, as a part of this name
 *
 * @typedef {object} Recording
 * @property {Step[]} steps
 * @property {Record<string, string | Uint8Array>} [files] files in the folder in which the commands run
 * @property {Record<string, RegExp[]>} [only] lines of a part that are shown; others become one line with three dots
 * @property {Record<string, [RegExp, RegExp][]>} [without] what of a part is left out, as one line with three dots: from
 *   the line that the first one finds to the line before that of the second
 * @property {number} [columns] width of the terminals, at most 80
 * @property {number} [rows] their height, which only matters for menus
 * @property {boolean} [typed] whether command lines are typed key by key, as an animation shows them
 */

/**
 * Runs a recording: the real commands, in a folder of their own, on a clock of their own. Returns its parts, which are the
 * terminals and the screens that were kept on the way.
 *
 * @param {string} name
 * @param {Recording} recording
 * @returns {Promise<Record<string, { text: string[], frames: import('./terminal.mjs').Frame[] }>>}
 */
export async function record(name, recording) {
  const { path: folder, remove } = temporaryFolder('esp-prov-picture-');
  const terminals = new Map();
  const running = () => [...terminals.values()].flatMap(({ pids }) => pids);
  const clock = join(folder, 'clock');
  const keeper = await TimeKeeper.open({ path: clock, seed: name, pids: running });
  const home = join(folder, 'home');
  mkdirSync(home);
  for (const [file, content] of Object.entries(recording.files ?? {})) writeFileSync(join(home, file), content);
  const stable = new StableText({ folder });
  const size = { columns: recording.columns ?? 80, rows: recording.rows ?? 30 };
  const parts = {};
  const at = (place) => {
    if (!terminals.has(place)) terminals.set(place, new Terminal({ place, folder, home, clock, keeper, stable, size }));
    return terminals.get(place);
  };
  const look = () => {
    for (const terminal of terminals.values()) terminal.look();
  };
  try {
    for (const step of recording.steps) await perform(step, at(step.at ?? 'you'));
    await keeper.settle();
    look();
  } catch (error) {
    const screens = [...terminals].map(([place, { screen }]) => `— ${place} —\n${screen.text.slice(-30).join('\n')}`);
    throw new Error(`recording ${name}: ${error.message}\n${screens.join('\n')}`, { cause: error });
  } finally {
    for (const terminal of terminals.values()) await terminal.close();
    await keeper.close();
    await remove();
  }
  for (const [place, { screen, frames }] of terminals) parts[place] = { text: screen.text, frames };
  for (const [part, cuts] of Object.entries(recording.without ?? {})) {
    for (const [from, to] of cuts) parts[part].text = linesWithout(parts[part].text, from, to);
  }
  for (const [part, wanted] of Object.entries(recording.only ?? {}))
    parts[part].text = onlyLines(parts[part].text, wanted);
  return parts;

  /** Types a command line, while time passes. */
  async function typeLine(line, terminal) {
    terminal.typeAhead(line);
    while (terminal.isTyping) {
      await keeper.step();
      await keeper.settle();
      look();
    }
  }

  /** Does one step, and lets time pass until it is over. */
  async function perform(step, terminal) {
    if (step.run !== undefined) {
      if (recording.typed) await typeLine(step.run, terminal);
      terminal.start(step.run);
    }
    if (step.interrupt) terminal.interrupt();
    const answers = [...(step.answers ?? [])];
    let patience = longestPauses;
    const end = step.wait === undefined ? undefined : keeper.now + step.wait;
    if (end !== undefined) keeper.after(step.wait, () => undefined);
    for (;;) {
      await keeper.settle();
      look();
      const shown = terminal.screen.text.join('\n').trimEnd();
      if (!terminal.isTyping && answers[0]?.when.test(shown)) {
        const { type, shoot } = answers.shift();
        if (shoot) parts[shoot] = { text: terminal.screen.text, frames: [] };
        terminal.type(type);
      }
      if (end === undefined ? isOver(step, terminal, shown) && answers.length === 0 : keeper.now >= end) return;
      if (keeper.now > longestMs) throw new Error(`waits in vain${answers[0] ? ` for ${answers[0].when}` : ''}`);
      if (await keeper.step()) patience = longestPauses;
      else if (patience-- > 0) await sleep(pauseMs);
      else throw new Error(`nothing happens any more${answers[0] ? `, not ${answers[0].when}` : ''}`);
    }
  }

  function isOver(step, terminal, shown) {
    if (step.until) return step.until.test(shown);
    if (terminal.exitCode === undefined) return false;
    const wanted = step.code ?? 0;
    if (terminal.exitCode !== wanted) throw new Error(`ended with ${terminal.exitCode}, not ${wanted}`);
    return true;
  }
}

/** Returns the lines that one of the patterns finds, and three dots for those between them. */
function onlyLines(lines, patterns) {
  const shown = [];
  for (const line of lines) {
    if (patterns.some((pattern) => pattern.test(line))) shown.push(line);
    else if (shown.at(-1) !== '…') shown.push('…');
  }
  for (const pattern of patterns) {
    if (!lines.some((line) => pattern.test(line))) throw new Error(`no line has ${pattern}`);
  }
  return shown;
}

function linesWithout(lines, from, to) {
  const begin = lines.findIndex((line) => from.test(line));
  const end = lines.findIndex((line, at) => at > begin && to.test(line));
  if (begin < 0 || end < 0) throw new Error(`no line has ${begin < 0 ? from : to}`);
  return [...lines.slice(0, begin), '…', ...lines.slice(end)];
}
