/** The npm package with the model to draw with where no run is given, a dependency of ours. */
export const DEFAULT_MODEL = '@stackgan/model-avatars';
