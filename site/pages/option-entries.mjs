// Options of a command as entries of a page: each with a heading of its own, so that links and the search lead to it.
import { code, sentence } from './page-words.mjs';

/**
 * Returns options below the headings of their groups, in the order of the help.
 *
 * @param {readonly { flags: string, long: string, description: string }[]} options as commander has them
 * @param {{ linkOf?: (long: string) => string | undefined }} [links] `linkOf`: where other options are described
 */
export function optionEntries(options, { linkOf = () => undefined } = {}) {
  const here = new Set(options.map(({ long }) => long));
  const anchorOf = (long) => (here.has(long) ? `#${anchor(long)}` : linkOf(long));
  return [...groupsOf(options)].flatMap(([group, members]) => [
    `## ${group}`,
    '',
    ...members.flatMap((option) => optionEntry(option, (long) => (long === option.long ? undefined : anchorOf(long)))),
  ]);
}

/** Returns the anchor of an option on its page. */
export function anchor(long) {
  return long.replace(/^--/, 'option-');
}

/** Returns one option: its flags as a heading, what it does, and its default, values and variable. */
export function optionEntry(option, anchorOf) {
  const facts = factsOf(option, anchorOf);
  return [
    `### ${code(option.flags)} {#${anchor(option.long)}}`,
    '',
    sentence(spelledOut(option), anchorOf),
    ...(facts.length > 0 ? ['', ...facts.map((fact) => `- ${fact}`)] : []),
    '',
  ];
}

function factsOf({ argChoices, defaultValue, envVar, conflictsWith }, anchorOf) {
  const rivals = conflictsWith.map((name) => `--${name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`);
  return [
    ...(argChoices ? [`Values: ${argChoices.map(code).join(', ')}`] : []),
    ...(isShown(defaultValue) ? [`Default: ${code(String(defaultValue))}`] : []),
    ...(envVar ? [`Environment: ${code(envVar)}`] : []),
    ...(rivals.length > 0 ? [`Not together with ${rivals.map((rival) => linked(rival, anchorOf)).join(', ')}`] : []),
  ];
}

/** The default of an option without a value is that it is not given. */
function isShown(value) {
  return value !== undefined && typeof value !== 'boolean' && !(Array.isArray(value) && value.length === 0);
}

function linked(long, anchorOf) {
  const target = anchorOf(long);
  return target === undefined ? code(long) : `[${code(long)}](${target})`;
}

/** In help an option stands below the one that it belongs to; on a page it may be read alone. */
function spelledOut({ long, description }) {
  return long.endsWith('-file') ? description.replace(/^the same from/, `${long.slice(0, -5)} from`) : description;
}

/** Returns options by the headings of their groups; those of no group stand at the end. */
export function groupsOf(options) {
  const groups = new Map();
  for (const option of options) {
    const heading = option.helpGroupHeading?.replace(/:$/, '');
    groups.set(heading, [...(groups.get(heading) ?? []), option]);
  }
  const others = groups.get(undefined);
  groups.delete(undefined);
  return others === undefined ? groups : groups.set(groups.size > 0 ? 'Other options' : 'Options', others);
}
