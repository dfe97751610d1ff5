export type { EncoderIdentity } from '@stackgan/text';
