import type { HashedCaptionEncoder } from '../captions/hashed-encoder.js';

/** An encoder to [length of the caption, its first character]; `asked` has all its captions. */
export function countingEncoder(): HashedCaptionEncoder & { readonly asked: string[] } {
  const asked: string[] = [];
  return {
    name: 'counting',
    hash: 'counting-1',
    dimension: 2,
    asked,
    embed: async (captions) => {
      asked.push(...captions);
      return Float32Array.from(captions.flatMap((text) => [text.length, text.charCodeAt(0)]));
    },
  };
}
