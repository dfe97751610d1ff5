/** Registers our layers, so that TensorFlow.js can load networks with them. Safe to call again. */
export { registerStackGANLayers as registerAllLayers } from '@stackgan/stage2';
