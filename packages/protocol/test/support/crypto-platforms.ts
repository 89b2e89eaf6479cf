import * as nobleCommon from '../../src/crypto/noble.ts';
import * as nobleCurve from '../../src/crypto/noble-curve.ts';
import * as noblePower from '../../src/crypto/noble-power.ts';
import * as nodeCommon from '../../src/crypto/node.ts';
import * as nodeCurve from '../../src/crypto/node-curve.ts';
import * as nodePower from '../../src/crypto/node-power.ts';

/** All that stands behind `#crypto`, `#curve` and `#power` in Node. */
export const node = { ...nodeCommon, ...nodeCurve, ...nodePower };

/** The same everywhere else. */
export const noble = { ...nobleCommon, ...nobleCurve, ...noblePower };
