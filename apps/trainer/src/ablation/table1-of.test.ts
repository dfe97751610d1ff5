import { openDataset } from '@stackgan/data';
import { expect, it } from 'vitest';
import { quietContext, temporaryFolder, tinyDataset } from '../testing/tiny.js';
import { table1Of } from './table1-of.js';

it.each([
  [true, ['GAN-INT-CLS', 'GAWWN', 'StackGAN'], []],
  [
    false,
    ['GAN-INT-CLS', 'StackGAN'],
    [expect.stringMatching(/^Without GAWWN: .* where the object is in 6 images/) as string],
  ],
])('GAWWN needs boxes; they exist: %s', async (hasBoxes, methods, lines) => {
  const dataset = await openDataset(await tinyDataset(await temporaryFolder(), { hasBoxes }));
  const context = quietContext();
  expect(table1Of(dataset, context.console).map(({ method }) => method)).toEqual(methods);
  expect(context.lines).toEqual(lines);
  await dataset.close();
});
