import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import ts from 'typescript';

/** A regular expression of a source. */
export interface FoundExpression {
  readonly path: string;
  /** As it is written: `/a+/g`; of one that is made from a computed text the call. */
  readonly text: string;
  /** Undefined if its text is computed, so that its cost is unknown. */
  readonly expression: RegExp | undefined;
}

/** Finds every regular expression of the sources below some folders of the repository. */
export function findExpressions(root: string, folders: readonly string[]): FoundExpression[] {
  return folders.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts') && !name.endsWith('.d.ts'))
      .flatMap((name) => {
        const path = join(root, folder, name);
        return expressionsOf(relative(root, path), readFileSync(path, 'utf8'));
      }),
  );
}

/** Finds every regular expression of a source: literals, and calls of `RegExp`. */
export function expressionsOf(path: string, text: string): FoundExpression[] {
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  const found: FoundExpression[] = [];
  const walk = (node: ts.Node): void => {
    if (ts.isRegularExpressionLiteral(node)) found.push({ path, text: node.text, expression: fromLiteral(node.text) });
    if ((ts.isNewExpression(node) || ts.isCallExpression(node)) && isRegExp(node.expression)) {
      found.push({ path, text: node.getText(source), expression: fromCall(node.arguments) });
    }
    ts.forEachChild(node, walk);
  };
  walk(source);
  return found;
}

function isRegExp(callee: ts.Expression): boolean {
  if (ts.isPropertyAccessExpression(callee)) return callee.name.text === 'RegExp';
  return ts.isIdentifier(callee) && callee.text === 'RegExp';
}

function fromLiteral(text: string): RegExp {
  const end = text.lastIndexOf('/');
  return new RegExp(text.slice(1, end), text.slice(end + 1));
}

function fromCall(call: ts.NodeArray<ts.Expression> | undefined): RegExp | undefined {
  const texts = [...(call ?? [])].map((each) => (ts.isStringLiteralLike(each) ? each.text : undefined));
  const [pattern, flags = ''] = texts;
  return pattern === undefined || texts.includes(undefined) ? undefined : new RegExp(pattern, flags);
}
