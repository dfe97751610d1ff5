import type { CaptionEncoder } from '@stackgan/text';

/**
 * A caption encoder with a hash: its embeddings can be cached, and a data set records which encoder
 * made them.
 */
export type HashedCaptionEncoder = CaptionEncoder & { readonly hash: string };
