import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import opentype from 'opentype.js';

/** Draws text as SVG paths, so that images look the same on a machine without fonts. */
export class CaptionFont {
  static readonly #loaded = new Map<number, CaptionFont>();
  readonly #font: opentype.Font;

  private constructor(font: opentype.Font) {
    this.#font = font;
  }

  /**
   * The font of the trainer (DM Sans, SIL Open Font License). It is parsed once per process: each
   * parse leaves tens of MB of garbage.
   */
  static load({ weight = 400 }: { weight?: 400 | 600 } = {}): CaptionFont {
    const known = CaptionFont.#loaded.get(weight);
    if (known) return known;
    const require = createRequire(import.meta.url);
    const file = require.resolve(`@fontsource/dm-sans/files/dm-sans-latin-${weight}-normal.woff`);
    const font = new CaptionFont(opentype.parse(new Uint8Array(readFileSync(file)).buffer));
    CaptionFont.#loaded.set(weight, font);
    return font;
  }

  /** Breaks `text` at spaces into lines of at most `width` pixels; the last line may end in … */
  wrap(text: string, { width, size, lines }: { width: number; size: number; lines: number }) {
    const fits = (line: string) => this.#font.getAdvanceWidth(line, size) <= width;
    const wrapped: string[] = [];
    for (const word of text.split(/\s+/).filter(Boolean)) {
      const last = wrapped.at(-1);
      if (last !== undefined && fits(`${last} ${word}`)) wrapped[wrapped.length - 1] += ` ${word}`;
      else wrapped.push(word);
    }
    if (wrapped.length <= lines && wrapped.every(fits)) return wrapped;
    return wrapped.slice(0, lines).map((line, index) => {
      const isCut = index === lines - 1 && wrapped.length > lines;
      let kept = isCut ? `${line} …` : line;
      while (!fits(kept) && kept.length > 2) kept = `${kept.replace(/\s*…$/, '').slice(0, -1)}…`;
      return kept;
    });
  }

  /** One line as an SVG `<path>` element whose baseline starts at (x, y), all in pixels. */
  path(text: string, { x, y, size, fill }: { x: number; y: number; size: number; fill: string }) {
    return `<path fill="${fill}" d="${this.#font.getPath(text, x, y, size).toPathData(2)}"/>`;
  }
}
