/**
 * Prints the help of every command and returns the paths of those that do something by themselves, such as
 * `flash nvs list`.
 */
export async function everyHelp(command) {
  const found = [];
  async function visit(path) {
    const text = await command.run([...path, '--help'], { says: /^Usage: esp-prov/ });
    const below = namesBelow(text);
    // Of a command with others below, the usage says whether it needs one of them.
    if (path.length > 0 && (below.length === 0 || hasOwnUse(text))) found.push(path.join(' '));
    await Promise.all(below.map((name) => visit([...path, name])));
  }
  await visit([]);
  return found.sort();
}

function namesBelow(text) {
  const [, list = ''] = /^Commands:\n((?: .*\n)*)/m.exec(text) ?? [];
  return [...list.matchAll(/^ {2}(\S+)/gm)].map(([, name]) => name).filter((name) => name !== 'help');
}

/** Whether it has options besides --help. */
function hasOwnUse(text) {
  const [, list = ''] = /^Options:\n((?: .*\n)*)/m.exec(text) ?? [];
  return [...list.matchAll(/^ {2}(-\S+)/gm)].length > 1;
}
