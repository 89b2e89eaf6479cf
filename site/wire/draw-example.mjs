// Draws a live example as a table that is read without scripts, and its bytes once more as a line to copy.
import { escapeMarkup } from '../../scripts/escape-markup.mjs';
import { counted, drawBytes, hexBlock, prose } from './html.mjs';
import { requireRecorded, vectorPlace } from './vector.mjs';
import { requireCovered } from './wire-example.mjs';

/**
 * Returns the Markdown of an example: a table, one row for each field, and all bytes in a fence that can be copied.
 *
 * @param {import('./wire-example.mjs').WireExample} example
 * @throws Error if a byte has no field, or a vector has other bytes
 */
export function drawExample(example) {
  requireRecorded(requireCovered(example));
  const { name, says, bytes, fields, vector, sealed = [] } = example;
  const id = escapeMarkup(`wire-${name}`);
  return [
    `<figure class="wire" id="${id}" v-pre>`,
    `<div class="wire-scroll" role="region" aria-labelledby="${id}-says" tabindex="0">`,
    '<table>',
    `<caption id="${id}-says">${prose(says)} <span class="wire-size">${counted(bytes.length)}</span></caption>`,
    '<thead><tr><th scope="col">Offset</th><th scope="col">Bytes</th><th scope="col">Field</th><th scope="col">Meaning</th></tr></thead>',
    `<tbody>${rows(bytes, fields)}</tbody>`,
    '</table>',
    '</div>',
    ...(sealed.length > 0 ? [`<dl class="wire-sealed">${sealed.map(drawSealed).join('')}</dl>`] : []),
    `<figcaption>${source(vector)}</figcaption>`,
    '</figure>',
    '',
    `<details class="wire-hex"><summary>All bytes as hex, to copy</summary>`,
    '',
    ...hexBlock(`The message, ${counted(bytes.length)}`, bytes),
    ...sealed.flatMap(({ says, bytes }) => hexBlock(`${says}: ${counted(bytes.length)}`, bytes)),
    '</details>',
    '',
  ].join('\n');
}

function drawSealed({ says, bytes }) {
  return `<dt>${prose(says)}</dt><dd>${drawBytes(bytes, [bytes.length])}</dd>`;
}

function rows(bytes, fields) {
  let offset = 0;
  return fields
    .map((field) => {
      const start = offset;
      offset += field.length;
      const { name, meaning = '', kind = '', depth = 0 } = field;
      return [
        `<tr><td>${start}</td>`,
        `<td>${drawBytes(bytes.subarray(start, offset), field.parts ?? [field.length])}</td>`,
        `<th scope="row" class="wire-depth-${depth}">${prose(name)}</th>`,
        `<td>${[prose(meaning), kind && `<small>${prose(kind)}</small>`].filter(Boolean).join(' ')}</td></tr>`,
      ].join('');
    })
    .join('\n');
}

function source(vector) {
  if ('none' in vector) return `Made by our code. ${prose(vector.none)}`;
  const where = `<code>test/vectors/${escapeMarkup(vector.file)}</code> (${escapeMarkup(vectorPlace(vector))})`;
  return `Made by our code; the recording ${where} has the same bytes.`;
}
