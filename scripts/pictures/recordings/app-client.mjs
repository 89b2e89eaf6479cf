/** The shortest program that provisions. The lines of its virtual device, which are indented, are left out. */
export const recording = {
  steps: [{ run: 'node client.mjs' }],
  only: { you: [/^\S/] },
};
