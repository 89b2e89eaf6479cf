/** Does with a page what a person does: finds things by their words, and presses, types and reads them. */
export class Person {
  /** @param words - the catalogue of the language that the page speaks */
  constructor(page, words) {
    this.page = page;
    this.words = words;
  }

  /** Waits for the screen with a title, given as a key of the catalogue and what is filled in. */
  async reaches(key, values, { timeout } = {}) {
    await this.page.getByRole('heading', { name: this.text(key, values), exact: true }).waitFor({ timeout });
  }

  /** Waits for a text anywhere on the screen. */
  async reads(text, { timeout } = {}) {
    await this.page.getByText(text).first().waitFor({ timeout });
  }

  async press(key, values) {
    await this.button(key, values).click();
  }

  /** A name may have more in it than the words, such as a hint. */
  button(key, values) {
    return this.page.getByRole('button', { name: startsWith(this.text(key, values)) });
  }

  async type(key, text) {
    await this.page.getByLabel(this.words[key], { exact: true }).fill(text);
  }

  text(key, values = {}) {
    const text = this.words[key];
    return text.replace(/\{(\w+)\}/g, (_, name) => values[name] ?? `{${name}}`);
  }
}

function startsWith(text) {
  return new RegExp(`^\\s*${text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}`);
}
