import { widthOf } from './character-width.mjs';

/**
 * Some text of one look: `style` is SGR numbers that are in force, in order, as in `1;36`.
 *
 * @typedef {{ text: string, style: string }} Run
 */

const blank = { char: ' ', style: '' };

// biome-ignore-start lint/suspicious/noControlCharactersInRegex: control sequences are the matter here.
const pieces = /\u001b\[[?0-9;]*[A-Za-z]|\u001b\[?[?0-9;]*$|[\u0000-\u001f\u007f]|[^\u0000-\u001f\u007f]+/g;

/** What only steers the cursor's look, or how pasted text arrives. */
const withoutEffect = /^\u001b\[\?(25|2004)[hl]$/;
// biome-ignore-end lint/suspicious/noControlCharactersInRegex: as above.

/** A terminal as people see it: knows the control sequences that our command writes, and refuses others. */
export class Screen {
  /** @type {{ char: string, style: string }[][]} all lines ever shown, those that scrolled away first */
  #lines = [[]];
  /** Lines that are the rest of the one above, which was too long. */
  #continued = new Set();
  #row = 0;
  #column = 0;
  #style = new Map();
  #columns;
  #rows;
  #unfinished = '';

  /** @param {{ columns: number, rows: number }} size */
  constructor({ columns, rows }) {
    this.#columns = columns;
    this.#rows = rows;
  }

  /** Takes what a program writes. */
  write(text) {
    const input = this.#unfinished + text;
    const parts = input.match(pieces) ?? [];
    this.#unfinished = '';
    for (const part of parts) {
      if (part.length > 1 && part.startsWith('\u001b') && /[A-Za-z]$/.test(part)) this.#control(part);
      else if (part.startsWith('\u001b')) this.#unfinished = part;
      else if (part.length === 1 && part < ' ') this.#move(part);
      else for (const { segment } of new Intl.Segmenter().segment(part)) this.#put(segment);
    }
  }

  /** All lines without blanks at their ends. What was broken at the edge is one line, as it is for who copies it. */
  get text() {
    const lines = [];
    for (const [row, cells] of this.#lines.entries()) {
      const isBroken = this.#continued.has(row + 1);
      const text = (isBroken ? cells : withoutBlanks(cells)).map(({ char }) => char).join('');
      if (this.#continued.has(row) && lines.length > 0) lines.push(lines.pop() + text);
      else lines.push(text);
    }
    return lines;
  }

  /** All lines, each as runs of one look. @returns {Run[][]} */
  get lines() {
    return this.#lines.map((cells) => {
      const runs = [];
      for (const { char, style } of withoutBlanks(cells)) {
        const last = runs.at(-1);
        if (last?.style === style) last.text += char;
        else runs.push({ text: char, style });
      }
      return runs;
    });
  }

  /** Number of the first line that is on the screen. */
  get top() {
    return Math.max(0, this.#lines.length - this.#rows);
  }

  #put(char) {
    const width = widthOf(char);
    if (this.#column + width > this.#columns) {
      this.#column = 0;
      this.#feed();
      this.#continued.add(this.#row);
    }
    const line = this.#line(this.#row);
    while (line.length < this.#column) line.push(blank);
    line[this.#column] = { char, style: [...this.#style.values()].join(';') };
    // The second half of a wide character is nothing.
    if (width === 2) line[this.#column + 1] = { char: '', style: line[this.#column].style };
    this.#column += width;
  }

  #move(char) {
    if (char === '\n') {
      this.#column = 0;
      this.#feed();
    } else if (char === '\r') this.#column = 0;
    else if (char === '\b') this.#column = Math.max(0, this.#column - 1);
    else if (char === '\t') this.#column = Math.min(this.#columns - 1, (Math.floor(this.#column / 8) + 1) * 8);
    else if (char !== '\u0007') throw new Error(`the screen does not know the character ${JSON.stringify(char)}`);
  }

  #control(sequence) {
    const kind = sequence.at(-1);
    const given = sequence.slice(2, -1);
    const count = Number(given) || 1;
    if (kind === 'm') this.#dress(given);
    else if (kind === 'A') this.#row = Math.max(this.top, this.#row - count);
    else if (kind === 'B') for (let i = 0; i < count; i++) this.#feed();
    else if (kind === 'C') this.#column = Math.min(this.#columns - 1, this.#column + count);
    else if (kind === 'D') this.#column = Math.max(0, this.#column - count);
    else if (kind === 'G') this.#column = count - 1;
    else if (kind === 'K') this.#eraseLine(given);
    else if (kind === 'J') this.#eraseBelow(given);
    else if (!withoutEffect.test(sequence)) {
      throw new Error(`the screen does not know the sequence ${JSON.stringify(sequence)}`);
    }
  }

  #eraseLine(given) {
    const line = this.#line(this.#row);
    this.#continued.delete(this.#row + 1);
    if (given === '' || given === '0') line.length = Math.min(line.length, this.#column);
    else if (given === '2') line.length = 0;
    else line.fill(blank, 0, Math.min(line.length, this.#column + 1));
  }

  #eraseBelow(given) {
    if (given !== '' && given !== '0') throw new Error(`the screen does not know ESC[${given}J`);
    this.#eraseLine('');
    this.#lines.length = this.#row + 1;
    for (const row of this.#continued) if (row > this.#row) this.#continued.delete(row);
  }

  #dress(given) {
    for (const number of given.split(';').map(Number)) {
      if (number === 0) this.#style.clear();
      else if (number === 22) for (const kind of ['1', '2']) this.#style.delete(kind);
      else if (number === 39) this.#style.delete('colour');
      else if (number === 49) this.#style.delete('ground');
      else if (number > 22 && number < 30) this.#style.delete(String(number - 20));
      else if ((number >= 30 && number < 38) || (number >= 90 && number < 98)) this.#style.set('colour', number);
      else if ((number >= 40 && number < 48) || (number >= 100 && number < 108)) this.#style.set('ground', number);
      else if (number < 10) this.#style.set(String(number), number);
      else throw new Error(`the screen does not know the look ${number}`);
    }
  }

  #feed() {
    this.#row++;
    this.#line(this.#row);
  }

  #line(row) {
    while (this.#lines.length <= row) this.#lines.push([]);
    return this.#lines[row];
  }
}

function withoutBlanks(cells) {
  let end = cells.length;
  while (end > 0 && cells[end - 1].char === ' ' && !/(^|;)(7|4\d)(;|$)/.test(cells[end - 1].style)) end--;
  return cells.slice(0, end);
}
