/** The data sets that `stackgan prepare` makes, as its command line names them. */
export const SOURCE_NAMES = ['avatars', 'emoji', 'folder', 'cub', 'oxford-102', 'coco'] as const;
export type SourceName = (typeof SOURCE_NAMES)[number];
