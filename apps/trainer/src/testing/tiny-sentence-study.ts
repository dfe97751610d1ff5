import sharp from 'sharp';
import type { SentenceStudy } from '../human-study/draw-sentences.js';

/**
 * Three sentences. Images 1, 2, 3 show the sentences 2, 0, 1; A, B, C stand for the sentences 1, 2,
 * 0.
 */
export async function tinySentenceStudy({ seed = 0 } = {}): Promise<SentenceStudy> {
  const drawnOf = [2, 0, 1];
  const url = async (sentence: number) => {
    const background = { r: sentence * 90, g: 60, b: 120 };
    const create = { width: 8, height: 8, channels: 3, background } as const;
    const webp = await sharp({ create }).webp().toBuffer();
    return `data:image/webp;base64,${webp.toString('base64')}`;
  };
  return {
    key: {
      run: 'runs/secret',
      sentences: ['a red cat', 'a "green" </script><b>dog</b> & co', 'three apples'],
      ...{ drawnOf, lettered: [1, 2, 0], seed, images: 'hash' },
    },
    images: await Promise.all(drawnOf.map(url)),
  };
}
