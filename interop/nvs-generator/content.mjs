import { check } from '../support/checks.mjs';

/** Returns what an image holds, one line for each key, in the order in which it was written. */
export function contentOf(reader) {
  return Array.from(reader.entries(), ({ namespace, key, type, read }) =>
    line({ namespace, key, value: read(), type }),
  );
}

/** Returns one line of {@link contentOf}. */
export function line({ namespace, key, type, value }) {
  const text = type === 'blob' && value ? Buffer.from(value.value).toString('hex') : JSON.stringify(`${value?.value}`);
  return `${namespace}:${key} ${type} ${value ? text : 'unreadable'}`;
}

export function checkSameContent(found, wanted, who) {
  const at = wanted.findIndex((text, index) => found[index] !== text);
  check(at < 0, `${who} reads ${brief(found[at])} where ${brief(wanted[at])} is stored`);
  check(found.length === wanted.length, `${who} reads ${found.length} keys where ${wanted.length} are stored`);
}

export function checkSameBytes(ours, theirs, what) {
  check(ours.length === theirs.length, `${what}: ${ours.length} bytes of ours, ${theirs.length} of theirs`);
  const at = ours.findIndex((byte, index) => byte !== theirs[index]);
  check(at < 0, `${what}: first difference at 0x${at.toString(16)}: ${ours[at]} of ours, ${theirs[at]} of theirs`);
}

function brief(text = 'nothing') {
  return text.length > 120 ? `${text.slice(0, 120)}…` : text;
}
