import sharp from 'sharp';
import type { Study } from '../human-study/draw-study.js';

/** Three captions, three models, two images of each. Another `seed` makes another study. */
export async function tinyStudy({ seed = 0 } = {}): Promise<Study> {
  const url = async (model: number, image: number) => {
    const background = { r: model * 90, g: image * 90, b: 120 };
    const create = { width: 8, height: 8, channels: 3, background } as const;
    const webp = await sharp({ create }).webp().toBuffer();
    return `data:image/webp;base64,${webp.toString('base64')}`;
  };
  const orders = [
    [0, 1, 2],
    [2, 0, 1],
    [1, 2, 0],
  ];
  return {
    key: {
      models: ['runs/paper', 'runs/tf', 'runs/pytorch'],
      captions: ['a red cat', 'a "green" </script><b>dog</b> & co', 'three apples'],
      ...{ orders, perCaption: 2, seed, images: 'hash' },
    },
    images: await Promise.all(
      orders.map((order) =>
        Promise.all(order.map((model) => Promise.all([0, 1].map((index) => url(model, index))))),
      ),
    ),
  };
}
