/** Whether a version such as `1.42.4` or `1.58-rc1` is `least` or later; an unreadable one is not. */
export function isAtLeast(version: string, least: string): boolean {
  const [major, minor] = numbersOf(version);
  const [leastMajor, leastMinor] = numbersOf(least);
  return major > leastMajor || (major === leastMajor && minor >= leastMinor);
}

function numbersOf(version: string): [number, number] {
  const [, major, minor] = /^(\d{1,4})\.(\d{1,4})/.exec(version) ?? [];
  return major === undefined ? [-1, -1] : [Number(major), Number(minor)];
}
