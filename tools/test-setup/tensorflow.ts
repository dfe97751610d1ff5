import * as tf from '@tensorflow/tfjs-core';

// Silences the banner that TensorFlow.js prints in Node.
tf.env().set('IS_TEST', true);
