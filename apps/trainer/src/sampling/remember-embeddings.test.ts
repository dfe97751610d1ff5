import { expect, it } from 'vitest';
import { tinyEncoder } from '../testing/tiny.js';
import { rememberEmbeddings } from './remember-embeddings.js';

it('rememberEmbeddings embeds each caption once and keeps the order', async () => {
  const asked: string[] = [];
  const encoder = rememberEmbeddings({
    ...tinyEncoder,
    embed: (captions) => {
      asked.push(...captions);
      return tinyEncoder.embed(captions);
    },
  });
  await encoder.embed(['a', 'bb']);
  expect(await encoder.embed(['bb', 'a', 'bb'])).toEqual(
    await tinyEncoder.embed(['bb', 'a', 'bb']),
  );
  expect(asked).toEqual(['a', 'bb']);
});
