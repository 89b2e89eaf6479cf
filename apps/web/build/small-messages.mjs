import { fileURLToPath } from 'node:url';
import { withEmbeddedFile } from '../../../scripts/stage/embedded-messages.mjs';

const generated = /[\\/]messages[\\/].*generated[\\/]\w+_pb\.ts$/;
const runtime = fileURLToPath(new URL('../../../scripts/stage/embedded-file.mjs', import.meta.url));
const protocol = fileURLToPath(new URL('../../../packages/protocol/src/index.ts', import.meta.url));
const small = {
  '@bufbuild/protobuf': fileURLToPath(new URL('./small-protobuf/codec.mjs', import.meta.url)),
  '@bufbuild/protobuf/wire': fileURLToPath(new URL('./small-protobuf/wire.mjs', import.meta.url)),
};

/**
 * Puts the descriptions of messages into the page as objects, as the bundle of the command has them: to read them from
 * messages, a page would need the description of descriptions, the largest part of the runtime. Of the rest of it comes
 * what our messages need.
 */
export const smallMessages = {
  name: 'esp-prov-small-messages',
  enforce: 'pre',
  async resolveId(id, importer) {
    if (id === 'embedded-file') return runtime;
    if (importer?.includes('/packages/protocol/src/')) return small[id];
    if (importer === runtime) return await this.resolve(id, protocol);
    return undefined;
  },
  transform(code, id) {
    return generated.test(id) ? { code: withEmbeddedFile(code, id), map: null } : undefined;
  },
};
