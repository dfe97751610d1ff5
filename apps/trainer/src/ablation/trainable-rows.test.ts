import { openDataset } from '@stackgan/data';
import { expect, it } from 'vitest';
import { quietContext, temporaryFolder, tinyDataset } from '../testing/tiny.js';
import { table1, table2 } from './rows.js';
import { trainableRows } from './trainable-rows.js';

const open = async (hasBoxes: boolean) =>
  openDataset(await tinyDataset(await temporaryFolder(), { hasBoxes }));

it.each([
  [true, ['GAN-INT-CLS', 'GAWWN', 'StackGAN'], []],
  [
    false,
    ['GAN-INT-CLS', 'StackGAN'],
    [expect.stringMatching(/^Without GAWWN: .* where the object is in 6 images/) as string],
  ],
])('GAWWN needs boxes; they exist: %s', async (hasBoxes, methods, lines) => {
  const dataset = await open(hasBoxes);
  const context = quietContext();
  const rows = trainableRows(table1, dataset, context.console);
  expect(rows.map(({ method }) => method)).toEqual(methods);
  expect(context.lines).toEqual(lines);
  await dataset.close();
});

it('other rows need none; GAWWN alone is refused', async () => {
  const dataset = await open(false);
  const context = quietContext();
  expect(trainableRows(table2, dataset, context.console)).toEqual(table2);
  expect(context.lines).toEqual([]);
  const gawwn = table1.filter(({ method }) => method === 'GAWWN');
  expect(() => trainableRows(gawwn, dataset, context.console)).toThrow(
    /^no row to train: GAWWN needs boxes, and .* in 6 images/,
  );
  await dataset.close();
});
