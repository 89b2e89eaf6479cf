/** The chunks that start the command and its two longest jobs. What one of them loads at once lies in one file. */
const starts = ['main', 'provision', 'run-device'];

/**
 * Chunks of CommonJS with those in one file that are always loaded together: to find and read a file takes longer than
 * to run most of them.
 *
 * @param {Map<string, string>} chunks code by file name
 * @param {(name: string) => readonly string[]} requiredBy chunks that a chunk loads at its start
 * @returns {Map<string, string>} code by file name
 */
export function packChunks(chunks, requiredBy) {
  const packOf = packNames(chunks, requiredBy);
  const packs = new Map();
  const files = new Map();
  for (const [name, code] of chunks) {
    const pack = packOf.get(name);
    const moved = code.replaceAll(/\brequire\("\.\/([^"]+)"\)/g, (whole, required) => {
      const target = packOf.get(required);
      return target === undefined || target === pack ? whole : `require("./${target}").load("./${required}")`;
    });
    if (pack === undefined) files.set(name, moved);
    else
      packs.set(pack, [
        ...(packs.get(pack) ?? []),
        `${JSON.stringify(`./${name}`)}: (function (module, exports, require) {\n${moved}})`,
      ]);
  }
  for (const [pack, members] of packs) files.set(pack, packText(members));
  // The file that the command begins with is called and used as the chunk within it.
  files.set('main.js', `${files.get('main.js')}Object.assign(exports, load("./main.js"));\n`);
  return files;
}

function packText(members) {
  // V8 compiles a function in parentheses at once; it would read others twice, as all of them are called.
  return [
    'const modules = {',
    `${members.join(',\n')}`,
    '};',
    'const loaded = {};',
    'function load(name) {',
    '  if (!(name in modules)) return require(name);',
    '  if (name in loaded) return loaded[name].exports;',
    '  const module = { exports: {} };',
    '  loaded[name] = module;',
    '  modules[name](module, module.exports, load);',
    '  return module.exports;',
    '}',
    'exports.load = load;',
    '',
  ].join('\n');
}

/** The file for each chunk that one of the starts loads at once, named after all of those that do. */
function packNames(chunks, requiredBy) {
  const users = new Map();
  for (const start of starts) {
    const name = [...chunks.keys()].find((each) => each.replace(/-[A-Z0-9]{8}(?=\.js$)/, '') === `${start}.js`);
    if (name === undefined) throw new Error(`the bundle has no chunk ${start}`);
    for (const each of closure(name, requiredBy)) users.set(each, [...(users.get(each) ?? []), start]);
  }
  return new Map([...users].map(([name, by]) => [name, by.includes('main') ? 'main.js' : `${by.join('-and-')}.js`]));
}

function closure(name, requiredBy, found = new Set()) {
  if (found.has(name)) return found;
  found.add(name);
  for (const each of requiredBy(name)) closure(each, requiredBy, found);
  return found;
}
