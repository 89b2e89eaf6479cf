/** A program that asks, with a wrong password first. The lines of its virtual device are left out. */
export const recording = {
  steps: [
    {
      run: 'node set-up.mjs',
      answers: [
        { when: /Number of the network:$/, type: '1\r' },
        { when: /Password:$/, type: 'wrongpassword\r' },
        { when: /resetting.*Password:$/s, type: 'mypassword\r' },
      ],
    },
  ],
  only: { you: [/^(?!ets|rst)\S/] },
};
