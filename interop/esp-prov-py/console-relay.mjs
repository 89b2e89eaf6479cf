import { once } from 'node:events';
import { connect } from 'node:net';

const request = /Client->Device msg : (\S+ \d+ [0-9a-f]+)\s+Enter device->client msg : $/;
const patienceMs = 20_000;

/**
 * Plays the person between a tool with `--transport console` and a console device: copies each command, pastes each
 * answer, and types `answers` (pattern of the question, text) in their order. Returns the exit code of the tool.
 */
export async function carryByHand(program, address, answers = []) {
  const console = await openConsole(address);
  const waiting = [...answers];
  let seen = 0;
  try {
    for (;;) {
      const question = await nextQuestion(program, seen, waiting[0]?.[0]);
      if (question === undefined) return await program.ended;
      seen = program.output.length;
      program.type(`${question.command ? await console.ask(question.command) : waiting.shift()[1]}\n`);
    }
  } finally {
    console.close();
  }
}

/** Returns what the tool prompts for after the first `seen` characters: an answer of the device, or of a person. */
async function nextQuestion(program, seen, pattern) {
  const look = (output) => {
    const news = output.slice(seen);
    const command = request.exec(news)?.[1];
    if (command) return { command };
    return pattern?.test(news) ? {} : undefined;
  };
  try {
    return await program.sees(look, 'a question of the tool', 60_000);
  } catch (error) {
    if (error.message.startsWith('ended')) return undefined;
    throw error;
  }
}

/** Returns the console of the device, as a terminal program has it. */
async function openConsole(address) {
  const { hostname, port } = new URL(address);
  const socket = connect(Number(port), hostname);
  await once(socket, 'connect');
  let heard = '';
  let wake = () => undefined;
  socket.setEncoding('latin1').on('data', (text) => {
    heard += text;
    wake();
  });
  return {
    async ask(command) {
      const from = heard.length;
      socket.write(`${command}\r`);
      const end = Date.now() + patienceMs;
      for (;;) {
        const answer = /^([0-9a-f]{2})+(?=\r$)/m.exec(heard.slice(from))?.[0];
        if (answer) return answer;
        if (Date.now() > end) throw new Error(`the console did not answer ${command}:\n${heard.slice(from)}`);
        await Promise.race([
          new Promise((resolve) => (wake = resolve)),
          new Promise((resolve) => setTimeout(resolve, 500)),
        ]);
      }
    },
    close: () => socket.destroy(),
  };
}
