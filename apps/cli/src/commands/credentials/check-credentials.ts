import { decodeUtf8, exitCodes, ProvisioningError } from '@esp-prov/protocol';
import { exampleUsername } from '@esp-prov/virtual';
import { readFileOrPipe } from '../../input/bounded-file.ts';
import { makeOutput } from '../../report/output.ts';
import { askSecret } from '../../terminal/prompts.ts';
import { pairsInImage } from '../flash/pairs-in-image.ts';
import { pairVerdict } from './pair-verdict.ts';
import { hexBytes, type PlacedPair, pairsInText } from './pairs-in-text.ts';

/** Options of `esp-prov credentials check`. */
export interface CheckCredentialsOptions {
  readonly username?: string;
  readonly password?: string;
  readonly salt?: string;
  readonly verifier?: string;
  readonly json?: boolean;
}

/** Bytes of the largest file that is taken for text; beyond it is a flash image. */
const largestText = 1024 * 1024;

/** Most pairs that are checked, as each takes several modular powers. */
const mostPairs = 256;

/** Prints whether pairs of salt and verifier belong to a user name and a password, and by which rule they were made. */
export async function checkCredentials(file: string | undefined, options: CheckCredentialsOptions): Promise<void> {
  const { username = exampleUsername, json = false } = options;
  const pairs = await givenPairs(file, options);
  const password = options.password ?? (await askSecret('Password', '--password'));
  const checked = pairs.slice(0, mostPairs).map(({ place, pair }) => ({
    place,
    ...pairVerdict(pair, { username, password }),
  }));
  const lines = checked.flatMap(({ place, text, remedy }) => [
    `${place === '' ? '' : `${place}: `}${text}`,
    ...(remedy === undefined ? [] : [`    ${remedy}`]),
  ]);
  makeOutput({ json }).result({ result: 'pairs', username, pairs: checked }, lines, { prose: true });
  if (checked.some(({ verdict }) => verdict !== 'right')) process.exitCode = exitCodes.session;
}

async function givenPairs(file: string | undefined, options: CheckCredentialsOptions): Promise<readonly PlacedPair[]> {
  const { salt, verifier } = options;
  if (salt !== undefined && verifier !== undefined) {
    if (file !== undefined) throw invalid('a file and --salt with --verifier cannot be given together');
    return [{ place: '', pair: { salt: hexBytes(salt, '--salt'), verifier: hexBytes(verifier, '--verifier') } }];
  }
  if (salt !== undefined || verifier !== undefined) throw invalid('--salt and --verifier belong together');
  if (file === undefined) throw invalid('Expected a file, or --salt and --verifier, for example check sec2.h');
  const text = await textOf(file);
  const pairs = text === undefined ? await pairsInFlash(file) : pairsInText(text);
  if (pairs.length > 0) return pairs;
  const why =
    'there is no pair of salt and verifier. Expected both beside each other, for example sec2_salt and sec2_verifier';
  throw invalid(`${file}: ${why}`);
}

/** Returns a file as text; undefined where it is none, or too long for one. */
async function textOf(file: string): Promise<string | undefined> {
  const { statSync } = await import('node:fs');
  const size = statSync(file, { throwIfNoEntry: false })?.size ?? 0;
  if (size > largestText) return undefined;
  const text = decodeUtf8(await readFileOrPipe(file, { limit: largestText, called: `the file ${file}` }));
  return text?.includes('\0') ? undefined : text;
}

async function pairsInFlash(file: string): Promise<readonly PlacedPair[]> {
  const { pairs, unread } = await pairsInImage(file, { partition: 'nvs' });
  if (pairs.length === 0 && unread[0] !== undefined) {
    throw new ProvisioningError('flash/keys-missing', `${unread[0]}; esp-prov flash nvs check --factory takes keys`);
  }
  return pairs;
}

function invalid(why: string): ProvisioningError {
  return new ProvisioningError('usage/invalid-option', why);
}
