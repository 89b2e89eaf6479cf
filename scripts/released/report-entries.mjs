import ts from 'typescript';

/**
 * Returns what an API report declares: each name, each member of an interface, class or object, and each alternative of a
 * union or list, with its text.
 *
 * @param {string} report text of `api/NAME.api.md`
 * @returns {Map<string, { text: string, demanded?: boolean }>} by names such as `Provisioner.connect`; `demanded`: a member
 *   that whoever makes such an object has to give
 */
export function reportEntries(report) {
  const [, code = ''] = /^```ts\n([\s\S]*?)^```$/m.exec(report) ?? [];
  const source = ts.createSourceFile('report.ts', code, ts.ScriptTarget.ES2022, true);
  const entries = new Map();
  for (const statement of source.statements) addStatement(statement);
  return entries;

  /** Forms of a function that is declared more than once are one entry. */
  function add(key, text, more = {}) {
    const before = entries.get(key);
    entries.set(key, { text: before === undefined ? text : `${before.text} & ${text}`, ...more });
  }

  function addStatement(statement) {
    if (ts.isInterfaceDeclaration(statement) || ts.isClassDeclaration(statement)) {
      const name = statement.name.text;
      add(name, headOf(statement));
      for (const member of statement.members) addMember(name, member, ts.isInterfaceDeclaration(statement));
    } else if (ts.isTypeAliasDeclaration(statement)) addType(statement.name.text, statement.type, headOf(statement));
    else if (ts.isFunctionDeclaration(statement)) add(statement.name.text, words(statement));
    else if (ts.isVariableStatement(statement)) {
      for (const { name, type } of statement.declarationList.declarations) addType(name.getText(source), type, 'const');
    } else if (!ts.isImportDeclaration(statement) && !ts.isExportDeclaration(statement)) {
      add(words(statement).slice(0, 80), words(statement));
    }
  }

  function addMember(name, member, isInterface) {
    const isDemanded = isInterface && member.questionToken === undefined && !ts.isCallSignatureDeclaration(member);
    add(`${name}.${memberName(member)}`, words(member), isDemanded ? { demanded: true } : {});
  }

  /** Lists that may grow have an entry for each of their parts. */
  function addType(name, type, head) {
    const parts = partsOf(type);
    if (type !== undefined && ts.isTypeLiteralNode(type)) {
      add(name, `${head} object`);
      for (const member of type.members) addMember(name, member, false);
    } else if (parts === undefined) add(name, `${head} ${type === undefined ? '' : words(type)}`.trim());
    else {
      add(name, `${head} list`);
      for (const part of parts) add(`${name} | ${words(part)}`, words(part));
    }
  }

  function partsOf(type) {
    if (type === undefined) return undefined;
    if (ts.isUnionTypeNode(type)) return type.types;
    const inner = ts.isTypeOperatorNode(type) ? type.type : type;
    return ts.isTupleTypeNode(inner) ? inner.elements : undefined;
  }

  function memberName(member) {
    if (ts.isConstructorDeclaration(member)) return 'constructor';
    return member.name === undefined ? words(member).slice(0, 60) : member.name.getText(source);
  }

  /** What stands before the members: name, parameters of the type, what it extends. */
  function headOf(node) {
    const parameters = (node.typeParameters ?? []).map(words).join(', ');
    const heritage = (node.heritageClauses ?? []).map(words).join(' ');
    return [ts.SyntaxKind[node.kind], parameters && `<${parameters}>`, heritage].filter(Boolean).join(' ');
  }

  /** The text of a node without comments, in one line. */
  function words(node) {
    return node
      .getText(source)
      .replaceAll(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, ' ')
      .replaceAll(/\s+/g, ' ')
      .trim()
      .replace(/[;,]$/, '');
  }
}
