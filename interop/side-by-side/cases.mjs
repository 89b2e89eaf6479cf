const pop = ['--pop', 'abcd1234'];
const home = ['--ssid', 'myssid', '--passphrase', 'mypassword'];

/** What happens to people; `code` is the exit code that ours has to have. */
export const cases = [
  { name: 'success', args: [...pop, ...home], code: 0 },
  { name: 'wrong proof of possession', args: ['--pop', 'wrong', ...home], code: 6 },
  { name: 'wrong Wi-Fi password', args: [...pop, '--ssid', 'myssid', '--passphrase', 'not this one'], code: 1 },
  { name: 'unknown SSID', args: [...pop, '--ssid', 'nowhere', '--passphrase', 'whatever1'], code: 1 },
  { name: 'nothing at the address', args: [...pop, ...home], device: 'absent', code: 4 },
  { name: 'device gone while it joins', args: [...pop, ...home], device: 'dies', code: 3 },
];
