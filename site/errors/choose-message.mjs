// Which of the messages that the tests have noted stands on the page of an error.
import { neutralText } from './neutral-text.mjs';

/** @typedef {{ place: string, message: string, details: Record<string, string | number | boolean> }} Noted */

/** What a made-up message of a test has in it: anything that no keyboard in English has. */
const unusual = /[^\x20-\x7e–—‘’“”…−äöüß]/;

/**
 * Returns the first of `notes` that an example can be made from: what is not the bare meaning goes before what is, and
 * before all, words of ours go before those of a fake. The sources have to be able to say it (`forms`). What depends on the machine is replaced.
 *
 * @param {readonly Noted[]} notes
 * @param {{ meaning: string, forms: readonly RegExp[] }} options
 * @returns {Noted | undefined}
 */
export function chooseMessage(notes, { meaning, forms }) {
  const possible = notes.map(neutral).filter(({ message, details }) => {
    if (message.length > 300 || unusual.test(message) || unusual.test(JSON.stringify(details))) return false;
    return message === meaning || forms.some((form) => form.test(message));
  });
  const cases = possible.filter(({ message }) => message !== meaning);
  const said = forms.filter(({ source }) => source.replaceAll('.*', '').length > 12);
  return cases.find(({ message }) => said.some((form) => form.test(message))) ?? cases[0] ?? possible[0];
}

function neutral({ place, message, details = {} }) {
  const facts = Object.entries(details).map(([name, value]) => [
    name,
    typeof value === 'string' ? neutralText(value) : name === 'port' ? 8080 : value,
  ]);
  return { place, message: neutralText(message), details: Object.fromEntries(facts) };
}
