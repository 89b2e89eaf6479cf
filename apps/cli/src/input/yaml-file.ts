import { type ErrorCode, ProvisioningError } from '@esp-prov/protocol';
import { isMap, isScalar, parseDocument, visit } from 'yaml';
import { readFileOrPipe } from './bounded-file.ts';
import { beyondPlainYaml } from './plain-yaml.ts';
import { textOfFile } from './text-file.ts';

/** Bytes of the largest file. */
const largestFile = 64 * 1024;

/**
 * Returns what a YAML file holds, of which JSON is a part. Whole numbers are bigint. Anchors and tags are refused, and
 * so are keys that stand there twice.
 *
 * @throws ProvisioningError `host/file-unusable`, or the code that is given for a file that is no YAML
 */
export async function readYamlFile(path: string, code: ErrorCode): Promise<unknown> {
  const called = `the file ${path}`;
  const text = textOfFile(await readFileOrPipe(path, { limit: largestFile, called }), { called, code });
  const refuse = (why: string, cause?: unknown) => new ProvisioningError(code, `${called} ${why}`, { cause });
  const beyond = beyondPlainYaml(text);
  if (beyond !== undefined) throw refuse(beyond);
  let fault: string | undefined;
  let value: unknown;
  try {
    // Its own search for keys that are there twice takes the square of their number, as do its words for errors.
    const options = { schema: 'core', intAsBigInt: true, uniqueKeys: false, logLevel: 'error' } as const;
    const document = parseDocument(text, { ...options, prettyErrors: false });
    fault = document.errors[0] && `is not YAML in line ${lineOf(text, document.errors[0].pos[0])}`;
    visit(document, {
      Node: (_, node) => {
        if (fault === undefined && isMap(node)) fault = repeatedKey(node.items.map(({ key }) => key));
        return fault === undefined ? undefined : visit.BREAK;
      },
    });
    if (fault === undefined) value = document.toJS({ maxAliasCount: 0 });
  } catch (cause) {
    throw refuse('is not YAML that can be read', cause);
  }
  if (fault !== undefined) throw refuse(fault);
  return value;
}

/** Returns the line that the parser names. The rest of its words is not printed, since it quotes the file. */
function lineOf(text: string, at: number): number {
  return text.slice(0, at).split('\n').length;
}

function repeatedKey(keys: readonly unknown[]): string | undefined {
  const names = keys.map((key) => (isScalar(key) ? String(key.value) : undefined));
  if (names.includes(undefined)) return 'has a key that is no text';
  return new Set(names).size === names.length ? undefined : 'has a key twice in one place';
}
