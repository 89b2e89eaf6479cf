// What the sources say about each error: where it is made, its details with their types, and the form of its messages.
import { readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Details that every error may have by its type, and has only where they are given. */
const inherited = new Set(['sent', 'replaced', 'attError']);

/** Places that pass an error on under its code, or name it by a value and no literal. */
const passedOn = {
  'packages/client/src/session/proof-tries.ts': ['session/proof-mismatch'],
  'packages/protocol/src/security/sec2/client.ts': ['session/proof-mismatch'],
  'packages/client/src/provision/watch-status.ts': [
    'wifi/join-timeout',
    'wifi/outcome-unknown',
    'thread/attach-timeout',
    'thread/outcome-unknown',
  ],
};

/**
 * A place in the sources that makes an error.
 *
 * @typedef {{ file: string, codes: string[], fields: Record<string, string>, message: RegExp }} Place `codes`: empty
 *   where the place makes whatever its caller names; `message`: what its messages look like
 */

/**
 * Returns all places that make an error, read by the compiler of TypeScript.
 *
 * @param {readonly string[]} codes all codes of the table
 * @returns {Place[]}
 */
export function thrownErrors(codes) {
  const files = sourceFiles();
  const program = ts.createProgram(files, {
    strict: true,
    noEmit: true,
    allowImportingTsExtensions: true,
    skipLibCheck: true,
    module: ts.ModuleKind.NodeNext,
    target: ts.ScriptTarget.ES2022,
    lib: ['lib.es2023.d.ts', 'lib.dom.d.ts', 'lib.dom.iterable.d.ts', 'lib.esnext.disposable.d.ts'],
  });
  const checker = program.getTypeChecker();
  const places = [];
  for (const file of files) {
    const source = program.getSourceFile(file);
    if (source !== undefined) visit(source, (node) => places.push(placeOf(node, { source, checker, codes })));
  }
  return places;
}

/** Returns the sources of all packages but those that only tests use. */
function sourceFiles() {
  return ['packages', 'apps'].flatMap((group) =>
    readdirSync(join(root, group))
      .filter((name) => name !== 'testing')
      .flatMap((name) => filesIn(join(root, group, name, 'src'))),
  );
}

function filesIn(folder) {
  try {
    const names = readdirSync(folder, { recursive: true, encoding: 'utf8' });
    return names.filter((name) => name.endsWith('.ts')).map((name) => join(folder, name));
  } catch (error) {
    if (error.code === 'ENOENT') return [];
    throw error;
  }
}

function visit(node, found) {
  if (ts.isNewExpression(node) && node.expression.getText() === 'ProvisioningError') found(node);
  ts.forEachChild(node, (child) => visit(child, found));
}

function placeOf({ arguments: [code, message, options] }, { source, checker, codes }) {
  const type = checker.getTypeAtLocation(code);
  const named = (type.isUnion() ? type.types : [type]).map(({ value }) => value);
  const file = relative(root, source.fileName);
  return {
    file,
    codes:
      named.length < codes.length
        ? named.filter((each) => codes.includes(each))
        : (passedOn[file] ?? returnedCodes(code, { checker, codes })),
    fields: options === undefined ? {} : fieldsOf(options, checker),
    message: new RegExp(`^${formOf(message, checker)}$`, 's'),
  };
}

/** Returns the codes that stand in the function of the same file whose result a code is, and in those that it calls. */
function returnedCodes(code, { checker, codes, seen = new Set() }) {
  const called = ts.isIdentifier(code) ? checker.getSymbolAtLocation(code)?.valueDeclaration?.initializer : code;
  if (called === undefined || !ts.isCallExpression(called)) return [];
  const made = checker.getSymbolAtLocation(called.expression)?.valueDeclaration;
  if (made === undefined || !ts.isFunctionDeclaration(made) || seen.has(made)) return [];
  seen.add(made);
  const found = new Set();
  const visitBody = (node) => {
    if (ts.isStringLiteral(node) && codes.includes(node.text)) found.add(node.text);
    for (const each of returnedCodes(node, { checker, codes, seen })) found.add(each);
    ts.forEachChild(node, visitBody);
  };
  visitBody(made.body);
  return [...found];
}

/** Returns the details of an error by name, each with its type. */
function fieldsOf(options, checker) {
  const details = checker.getTypeAtLocation(options).getProperty('details');
  if (details === undefined) return {};
  const fields = checker.getTypeOfSymbolAtLocation(details, options).getProperties();
  const named = fields.map((field) => [field.name, checker.getTypeOfSymbolAtLocation(field, options)]);
  // Where somebody else's details are passed on, the type knows only what may be in all.
  const isPassedOn = [...inherited].every((name) => named.some(([each]) => each === name));
  return Object.fromEntries(
    named.filter(([name]) => !(isPassedOn && inherited.has(name))).map(([name, type]) => [name, kindOf(type, checker)]),
  );
}

/** Returns `string`, `number` or `boolean`: a type without the values that it is narrowed to. */
function kindOf(type, checker) {
  const parts = checker.typeToString(checker.getBaseTypeOfLiteralType(type)).split(' | ');
  const plain = parts.map((part) => (/^\d|Enum$/.test(part) ? 'number' : part)).filter((part) => part !== 'undefined');
  return /^(?:string|number|boolean)$/.test(plain[0]) ? plain[0] : 'string';
}

/** Returns a regular expression for the messages of an expression; anything where only a run would tell. */
function formOf(node, checker) {
  if (node === undefined) return '.*';
  if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node)) return escaped(node.text);
  if (ts.isTemplateExpression(node)) {
    return escaped(node.head.text) + node.templateSpans.map(({ literal }) => `.*${escaped(literal.text)}`).join('');
  }
  const value = checker.getSymbolAtLocation(node)?.valueDeclaration;
  if (value !== undefined && ts.isVariableDeclaration(value) && value.initializer !== undefined) {
    return formOf(value.initializer, checker);
  }
  return '.*';
}

function escaped(text) {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
