/** Returns an exception as browsers have it: only its name says what it means. */
export function browserException(name: string, message: string): Error {
  return Object.assign(new Error(message), { name });
}
