/** Closes a link or a session of which nothing is expected any more; that it fails is of no use to anybody. */
export async function closeQuietly(link: AsyncDisposable): Promise<void> {
  await Promise.resolve(link[Symbol.asyncDispose]()).catch(() => undefined);
}
