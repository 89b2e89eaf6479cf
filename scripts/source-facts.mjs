// What a source imports and which globals it uses, read from its syntax tree.
import ts from 'typescript';

/**
 * Returns everything that a source imports, as `{ specifier, typeOnly }`: imports, re-exports, `import()` of values and
 * types, `require`, `import.meta.resolve`. The specifier is undefined where it is computed.
 */
export function importsOf(path, text) {
  const found = [];
  const add = (node, typeOnly) => {
    found.push({ specifier: node !== undefined && ts.isStringLiteralLike(node) ? node.text : undefined, typeOnly });
  };
  const source = parse(path, text);
  for (const { fileName } of source.referencedFiles) found.push({ specifier: `./${fileName}`, typeOnly: true });
  for (const { fileName } of source.typeReferenceDirectives) found.push({ specifier: fileName, typeOnly: true });
  walk(source, (node) => {
    // `import { type A }` still loads the module at run time, so only the whole clause counts as a type.
    if (ts.isImportDeclaration(node)) add(node.moduleSpecifier, node.importClause?.isTypeOnly === true);
    if (ts.isExportDeclaration(node) && node.moduleSpecifier !== undefined) add(node.moduleSpecifier, node.isTypeOnly);
    if (ts.isImportTypeNode(node)) add(ts.isLiteralTypeNode(node.argument) ? node.argument.literal : undefined, true);
    if (ts.isExternalModuleReference(node)) add(node.expression, node.parent.isTypeOnly);
    if (ts.isCallExpression(node) && loadsModule(node.expression)) add(node.arguments[0], false);
  });
  return found;
}

function loadsModule(callee) {
  if (callee.kind === ts.SyntaxKind.ImportKeyword) return true;
  if (ts.isIdentifier(callee)) return callee.text === 'require';
  return (
    ts.isPropertyAccessExpression(callee) && ts.isMetaProperty(callee.expression) && callee.name.text === 'resolve'
  );
}

const words = new Set(['setTimeout', 'setInterval', 'Buffer']);
const members = new Set(['Date.now', 'performance.now', 'Math.random']);
const globalObjects = new Set(['globalThis', 'self', 'window', 'global']);

/**
 * Returns the names of the watched globals that a source uses, as the keys of `globalHomes` spell them, and `Buffer`.
 */
export function usedGlobals(path, text) {
  const found = new Set();
  walk(parse(path, text), (node) => {
    if (ts.isIdentifier(node) && words.has(node.text) && !isMemberName(node)) found.add(node.text);
    if (ts.isNewExpression(node) && node.expression.getText() === 'Date' && !node.arguments?.length) {
      found.add('new Date()');
    }
    if (!ts.isPropertyAccessExpression(node)) return;
    const [name, owner] = [node.name.text, node.expression.getText()];
    if (words.has(name) && globalObjects.has(owner)) found.add(name);
    const member = `${owner.split('.').at(-1)}.${name}`;
    if (members.has(member)) found.add(member);
  });
  return found;
}

function isMemberName(node) {
  const { parent } = node;
  return (
    (ts.isPropertyAccessExpression(parent) && parent.name === node) ||
    (ts.isQualifiedName(parent) && parent.right === node) ||
    ((ts.isPropertyAssignment(parent) || ts.isClassElement(parent) || ts.isTypeElement(parent)) && parent.name === node)
  );
}

function parse(path, text) {
  return ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
}

function walk(node, visit) {
  visit(node);
  ts.forEachChild(node, (child) => walk(child, visit));
}
