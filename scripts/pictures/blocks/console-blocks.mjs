/**
 * A block of a page that shows a recording: `recording` is its name, `part` what of it is shown.
 *
 * @typedef {{ recording: string, part: string, body: string, line: number }} ConsoleBlock
 */

const fence = /^```console([^\n`]*)\n(.*?)^```$/gms;

/** What is shown unless a part is named. */
const usualPart = 'you';

/** Returns the blocks of a page that show recordings. @returns {ConsoleBlock[]} */
export function consoleBlocks(text) {
  return [...text.matchAll(fence)].flatMap(({ 1: info, 2: body, index }) => {
    const named = nameOf(info);
    return named ? [{ ...named, body, line: text.slice(0, index).split('\n').length }] : [];
  });
}

/** Returns the page with what `bodyOf` returns in its blocks. */
export function withBodies(text, bodyOf) {
  return text.replaceAll(fence, (whole, info) => {
    const named = nameOf(info);
    return named ? `\`\`\`console${info}\n${bodyOf(named)}\`\`\`` : whole;
  });
}

/** Returns the lines of blocks of a terminal that name no recording. */
export function unrecordedBlocks(text) {
  return [...text.matchAll(fence)]
    .filter(({ 1: info }) => !nameOf(info))
    .map(({ index }) => text.slice(0, index).split('\n').length);
}

function nameOf(info) {
  const [, recording, part = usualPart] = /^ recording=([a-z0-9-]+)(?:\/([a-z0-9-]+))?$/.exec(info.trimEnd()) ?? [];
  return recording === undefined ? undefined : { recording, part };
}
