import type { CaptionEncoder } from '@stackgan/text';

/** `encoder` with a cache: it embeds each caption once. */
export function rememberEmbeddings({ name, dimension, embed }: CaptionEncoder): CaptionEncoder {
  const known = new Map<string, Float32Array>();
  return {
    name,
    dimension,
    async embed(captions) {
      const values = new Float32Array(captions.length * dimension);
      for (const [index, caption] of captions.entries()) {
        const embedding = known.get(caption) ?? (await embed([caption]));
        known.set(caption, embedding);
        values.set(embedding, index * dimension);
      }
      return values;
    },
  };
}
