import { decodeImage } from '@stackgan/data';
import sharp from 'sharp';
import { CaptionFont } from './caption-text.js';
import { type SquareImage, resizeImage } from './image.js';

/** Images of one caption: rows of tiles with the caption beside them. */
export interface GridBlock {
  readonly caption: string;
  /** For example a row of Stage-I images, then one of Stage-II images. */
  readonly lines: readonly (readonly SquareImage[])[];
  /** Text on the other side of the tiles. */
  readonly end?: string;
}

const CAPTION_WIDTH = 190;
const TEXT_SIZE = 16;
const GAP = 4;
const MARGIN = 16;
const TITLE_HEIGHT = 34;

/**
 * Draws `blocks` in `columns` (by default, as many as make the image compact) with tiles of
 * `tile`×`tile` pixels; returns a PNG.
 */
export async function drawImageGrid({
  title,
  blocks,
  tile,
  columns: wanted,
}: {
  title: string;
  blocks: readonly GridBlock[];
  tile: number;
  columns?: number;
}): Promise<Buffer> {
  const tilesAcross = Math.max(1, ...blocks.flatMap(({ lines }) => lines.map((l) => l.length)));
  const tilesDown = Math.max(1, ...blocks.map(({ lines }) => lines.length));
  const endWidth = blocks.some(({ end }) => end !== undefined) ? CAPTION_WIDTH : 0;
  const tilesWidth = tilesAcross * (tile + GAP);
  const blockWidth = CAPTION_WIDTH + tilesWidth + MARGIN + endWidth;
  const blockHeight = tilesDown * (tile + GAP) + 2 * GAP;
  const columns = wanted ?? compactColumns(blocks.length, blockWidth, blockHeight);
  const width = MARGIN + columns * blockWidth;
  const height = TITLE_HEIGHT + Math.ceil(blocks.length / columns) * blockHeight + MARGIN;

  const bold = CaptionFont.load({ weight: 600 });
  const regular = CaptionFont.load();
  // Copied here: compositing by libvips takes many times the memory, which malloc keeps.
  const canvas: Canvas = { width, data: Buffer.alloc(width * height * 3, 255) };
  const heading = bold.path(title, { x: MARGIN, y: 24, size: TEXT_SIZE, fill: '#222222' });
  paste(canvas, await drawPaths([heading], width, TITLE_HEIGHT), { left: 0, top: 0 });
  for (const [index, { caption, lines, end }] of blocks.entries()) {
    const left = MARGIN + (index % columns) * blockWidth;
    const top = TITLE_HEIGHT + Math.floor(index / columns) * blockHeight;
    const height = tilesDown * (tile + GAP);
    const write = async (words: string, at: number) => {
      const paths = captionPaths(regular, words, height / 2, tile);
      paste(canvas, await drawPaths(paths, CAPTION_WIDTH, height), { left: at, top });
    };
    await write(caption, left);
    if (end !== undefined) await write(end, left + CAPTION_WIDTH + tilesWidth + MARGIN / 2);
    for (const [down, line] of lines.entries()) {
      for (const [across, image] of line.entries()) {
        const corner = {
          left: left + CAPTION_WIDTH + across * (tile + GAP),
          top: top + down * (tile + GAP),
        };
        const { data } = await resizeImage(image, tile);
        paste(canvas, { width: tile, data }, corner);
      }
    }
  }
  return sharp(canvas.data, { raw: { width, height, channels: 3 } })
    .png({ compressionLevel: 9 })
    .toBuffer();
}

/** RGB bytes, row-major. */
interface Canvas {
  readonly width: number;
  readonly data: Uint8Array;
}

// Copies an image into a larger one.
function paste(
  canvas: Canvas,
  { width, data }: Canvas,
  { left, top }: { left: number; top: number },
): void {
  for (let row = 0; row * width * 3 < data.length; row++) {
    const line = data.subarray(row * width * 3, (row + 1) * width * 3);
    canvas.data.set(line, ((top + row) * canvas.width + left) * 3);
  }
}

// SVG paths on white.
async function drawPaths(paths: readonly string[], width: number, height: number): Promise<Canvas> {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">${paths.join('')}</svg>`;
  return decodeImage(Buffer.from(svg));
}

// The number of columns whose longer side is shortest.
function compactColumns(count: number, width: number, height: number): number {
  const longerSide = (columns: number) =>
    Math.max(columns * width, Math.ceil(count / columns) * height);
  const choices = Array.from({ length: Math.max(1, count) }, (_, index) => index + 1);
  return choices.reduce((best, columns) =>
    longerSide(columns) < longerSide(best) ? columns : best,
  );
}

// The caption, broken into lines and centred on `middle` beside its tiles.
function captionPaths(font: CaptionFont, caption: string, middle: number, tile: number): string[] {
  const lineHeight = TEXT_SIZE * 1.25;
  const lines = font.wrap(caption, {
    width: CAPTION_WIDTH - MARGIN,
    size: TEXT_SIZE,
    lines: Math.max(2, Math.floor(tile / lineHeight)),
  });
  const first = middle - ((lines.length - 1) * lineHeight) / 2 + TEXT_SIZE * 0.3;
  return lines.map((line, index) =>
    font.path(line, { x: 0, y: first + index * lineHeight, size: TEXT_SIZE, fill: '#333333' }),
  );
}
