// Pieces of HTML that the drawings of the wire share.
import { escapeMarkup } from '../../scripts/escape-markup.mjs';

/** Values longer than this are cut in the table; the line below the table has all bytes. */
const longest = 64;
/** Bytes shown at either end of a value that is cut. */
const shownEnd = 16;

/**
 * Returns bytes as digits, each part in a box of its own.
 *
 * @param {Uint8Array} bytes
 * @param {readonly number[]} parts lengths of the parts
 */
export function drawBytes(bytes, parts) {
  let offset = 0;
  return parts
    .filter((length) => length > 0)
    .map((length) => {
      const part = bytes.subarray(offset, offset + length);
      offset += length;
      return `<code>${length > longest ? cut(part) : digitsOf(part)}</code>`;
    })
    .join(' ');
}

function cut(bytes) {
  const between = counted(bytes.length - 2 * shownEnd);
  return `${digitsOf(bytes.subarray(0, shownEnd))} <i>… ${between} …</i> ${digitsOf(bytes.subarray(-shownEnd))}`;
}

function digitsOf(bytes) {
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join(' ');
}

/** Returns text with its spans of code marked. */
export function prose(text) {
  return escapeMarkup(text).replaceAll(/`([^`]+)`/g, '<code>$1</code>');
}

/** Returns a number of bytes in words. */
export function counted(length) {
  return length === 1 ? '1 byte' : `${length} bytes`;
}

/** Returns the lines of a fence that holds bytes in one line, so that a page lets them be copied. */
export function hexBlock(title, bytes) {
  return [`${title}:`, '', '```txt', Buffer.from(bytes).toString('hex'), '```', ''];
}
