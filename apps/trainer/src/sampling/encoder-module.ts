import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { LoadedCaptionEncoder } from '@stackgan/text';
import { z } from 'zod';
import { UsageError } from '../shared/errors.js';

const isFunction = (value: unknown): boolean => typeof value === 'function';
const schema = z.object({
  name: z.string().min(1),
  hash: z.string().min(1),
  dimension: z.int().min(1),
  embed: z.custom(isFunction),
  validate: z.custom(isFunction).optional(),
  unknownShare: z.custom(isFunction).optional(),
  dispose: z.custom(isFunction).optional(),
});

/** What the schema accepts. */
type ExportedEncoder = Omit<LoadedCaptionEncoder, 'dispose'> &
  Partial<Pick<LoadedCaptionEncoder, 'dispose'>>;

/** Whether `--encoder` names a module, which is a program, and not a folder. */
export const isEncoderModule = (path: string): boolean => /\.m?js$/i.test(path);

/**
 * Runs the module at `path`, which the user names and trusts, and returns the caption encoder that is
 * its default export. Throws UsageError for a module that fails or exports something else.
 */
export async function importEncoderModule(path: string): Promise<LoadedCaptionEncoder> {
  const address = pathToFileURL(resolve(path)).href;
  const module = (await import(address).catch((cause: unknown) => {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new UsageError(`the encoder ${path} does not run (${reason})`, { cause });
  })) as { readonly default?: unknown };
  const { error } = schema.safeParse(module.default);
  if (error) {
    const field = error.issues[0]?.path[0];
    const what = field === undefined ? '' : `, since its ${String(field)} is missing or wrong`;
    throw new UsageError(
      `the default export of ${path} is no encoder${what}; ` +
        'export default await encoderFromFunction({ name, version, dimension, embed }) of @stackgan/text',
    );
  }
  // It may be of a class, whose methods a copy of it would not have.
  const encoder = module.default as ExportedEncoder;
  const { name, hash, dimension, validate, unknownShare } = encoder;
  return {
    ...{ name, hash, dimension },
    embed: (captions) => encoder.embed(captions),
    ...(validate && { validate: (caption) => encoder.validate!(caption) }),
    ...(unknownShare && { unknownShare: (caption) => encoder.unknownShare!(caption) }),
    dispose: () => encoder.dispose?.(),
  };
}
