export type { CaptionEncoder } from '@stackgan/text';
