import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import Ajv from 'ajv';
import { specVersion } from './software-bill.mjs';

/** How many complaints are shown. */
const most = 10;

/**
 * Checks a bill of materials against the schema of CycloneDX, and that its references lead to its components.
 *
 * @throws Error naming what is wrong
 */
export function validateBill(bill) {
  const ajv = new Ajv({ strict: false, validateFormats: false, allErrors: true });
  for (const name of ['spdx', 'jsf-0.82']) {
    // As the schema of the bill refers to it.
    const { $id: _, ...rest } = schema(name);
    ajv.addSchema(rest, `http://cyclonedx.org/schema/${name}.SNAPSHOT.schema.json`);
  }
  const validate = ajv.compile(schema(`bom-${specVersion}`));
  const complaints = validate(bill)
    ? []
    : validate.errors.map(({ instancePath, message }) => `${instancePath}: ${message}`);
  const refs = [bill.metadata.component, ...bill.components].map((each) => each['bom-ref']);
  const known = new Set(refs);
  if (known.size !== refs.length) complaints.push('a reference stands for two components');
  for (const { ref, dependsOn } of bill.dependencies) {
    for (const each of [ref, ...dependsOn]) if (!known.has(each)) complaints.push(`${each} is no component`);
  }
  if (complaints.length > 0) {
    throw new Error(['The bill of materials is not CycloneDX:', ...complaints.slice(0, most)].join('\n'));
  }
}

function schema(name) {
  const home = dirname(createRequire(import.meta.url).resolve('@cyclonedx/cyclonedx-library/package.json'));
  return JSON.parse(readFileSync(join(home, `res/schema/${name}.SNAPSHOT.schema.json`), 'utf8'));
}
