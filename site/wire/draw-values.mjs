// Draws values that are computed on the way, such as keys: a table with one row for each.
import { escapeMarkup } from '../../scripts/escape-markup.mjs';
import { counted, drawBytes, hexBlock, prose } from './html.mjs';
import { requireRecorded } from './vector.mjs';

/**
 * A value that never travels: its name, how it comes about, and where Espressif's code computed the same.
 *
 * @typedef {object} WireValue
 * @property {string} name
 * @property {string} says
 * @property {Uint8Array} bytes
 * @property {import('./wire-example.mjs').Vector} vector
 */

/** @typedef {{ name: string, says: string, values: readonly WireValue[] }} ValueTable */

/**
 * Returns the HTML of a table of values.
 *
 * @param {ValueTable} table
 * @throws Error if a vector has another value
 */
export function drawValues({ name, says, values }) {
  for (const value of values) requireRecorded({ ...value, name: `${name}, ${value.name}` });
  const id = escapeMarkup(`wire-${name}`);
  return [
    `<figure class="wire" id="${id}" v-pre>`,
    `<div class="wire-scroll" role="region" aria-labelledby="${id}-says" tabindex="0">`,
    '<table class="wire-values">',
    `<caption id="${id}-says">${prose(says)}</caption>`,
    '<thead><tr><th scope="col">Value</th><th scope="col">Bytes</th><th scope="col">How it is made</th></tr></thead>',
    `<tbody>${values.map(row).join('\n')}</tbody>`,
    '</table>',
    '</div>',
    `<figcaption>${sources(values)}</figcaption>`,
    '</figure>',
    '',
    '<details class="wire-hex"><summary>All bytes as hex, to copy</summary>',
    '',
    ...values.flatMap(({ name: value, bytes }) => hexBlock(`${value}, ${counted(bytes.length)}`, bytes)),
    '</details>',
    '',
  ].join('\n');
}

function row({ name, says, bytes }) {
  const size = `<small>${bytes.length} bytes</small>`;
  return `<tr><th scope="row">${prose(name)} ${size}</th><td>${drawBytes(bytes, [bytes.length])}</td><td>${prose(says)}</td></tr>`;
}

function sources(values) {
  const files = new Set(values.flatMap(({ vector }) => ('file' in vector ? [vector.file] : [])));
  const reasons = new Set(values.flatMap(({ name, vector }) => ('none' in vector ? [`${name}: ${vector.none}`] : [])));
  const places = [...files].map((file) => `<code>test/vectors/${escapeMarkup(file)}</code>`).join(', ');
  return [
    places && `Computed by the code on this page; the same values stand in ${places}.`,
    ...[...reasons].map(prose),
  ]
    .filter(Boolean)
    .join(' ');
}
