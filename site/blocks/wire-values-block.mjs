import { findValues } from '../wire/all-values.mjs';
import { drawValues } from '../wire/draw-values.mjs';

/** Returns the table of values that a fence `wire-values` names: keys and other values that never travel. */
export async function wireValuesBlock({ argument }) {
  return drawValues(await findValues(argument));
}
