import { findExample } from '../wire/all-examples.mjs';
import { drawExample } from '../wire/draw-example.mjs';

/** Returns the live example that a fence `wire` names: bytes of the protocol, field by field. */
export async function wireBlock({ argument }) {
  return drawExample(await findExample(argument));
}
