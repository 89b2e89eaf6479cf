import { decodeUtf8, ProvisioningError, utf8 } from '@esp-prov/protocol';
import type { HttpDeviceOptions } from '@esp-prov/virtual/node';
import type { Output } from '../../report/output.ts';
import { readPageFiles } from '../web/page-files.ts';
import { pageFolder } from '../web/page-folder.ts';

/** What tells the page that it comes from the device itself, so that its endpoints are where the page is. */
export const servedMark = '<meta name="esp-prov-served-by" content="device">';

/**
 * Returns the files of the page for a device that serves it, marked as such.
 *
 * @param folder - true: the page that belongs to this command
 * @throws ProvisioningError `host/file-unusable`, `host/package-missing`
 */
export async function servedApp(
  folder: string | true,
  output: Output,
): Promise<NonNullable<HttpDeviceOptions['files']>> {
  const { signal } = new AbortController();
  const files = new Map(readPageFiles(folder === true ? await pageFolder({ output, signal }) : folder));
  const index = files.get('/index.html');
  const text = index && decodeUtf8(index.body);
  // Without a head there is no page of ours in it, and nothing to mark.
  if (!index || text === undefined || !/<head>/i.test(text)) {
    throw new ProvisioningError('host/file-unusable', 'index.html of the page has no <head>');
  }
  files.set('/index.html', { ...index, body: utf8(text.replace(/<head>/i, (head) => `${head}${servedMark}`)) });
  return files;
}
