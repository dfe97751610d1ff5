/** Lets TensorFlow.js load networks that have our layers; safe to call again. */
export { registerStackGANLayers as registerAllLayers } from '@stackgan/stage2';
