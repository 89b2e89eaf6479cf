/** Runs `jobs` with at most `limit` of them at a time. */
export async function inParallel(limit, jobs) {
  const waiting = [...jobs];
  const worker = async () => {
    for (let job = waiting.shift(); job; job = waiting.shift()) await job();
  };
  await Promise.all(Array.from({ length: limit }, worker));
}

/** Returns a table of `ok`, `FAIL`, `n/a`, `skipped`: one row for each case, one column for each title. */
export function formatTable(heading, rowNames, columnTitles, cell) {
  const first = Math.max(heading.length, ...rowNames.map((name) => name.length));
  const widths = columnTitles.map((title) => Math.max(title.length, 'skipped'.length));
  const line = (name, cells) =>
    [name.padEnd(first), ...cells.map((text, index) => text.padEnd(widths[index]))].join('  ').trimEnd();
  return [
    line(heading, columnTitles),
    ...rowNames.map((name, row) =>
      line(
        name,
        columnTitles.map((_, column) => cell(row, column)),
      ),
    ),
  ].join('\n');
}

export function check(holds, what) {
  if (!holds) throw new Error(what);
}

export function indent(text) {
  return text.trimEnd().replace(/^/gm, '    ');
}

/** Ends the script as .ci/run expects it from one that could not run: the reason is the last line. */
export function skip(reason) {
  console.log(`skipped: ${reason}`);
  process.exit(77);
}
