import { fault } from './fault.js';

/** Text, the place of data of objects, the version and the byte order. */
export const headerBytes = 128;
const versionAt = 124;

const hdf5 = [0x89, ...'HDF\r\n'].map((each) =>
  typeof each === 'number' ? each : each.charCodeAt(0),
);
const saveAgain = "save it again: save('file.mat', '-v7') in MATLAB, or scipy.io.savemat in Python";

/** Checks that a file is a MAT-file of level 5; returns whether the low byte of numbers is first. */
export function readMatHeader(bytes: Uint8Array): boolean {
  const order = String.fromCharCode(...bytes.subarray(versionAt + 2, headerBytes));
  const littleEndian = order === 'IM';
  const version = bytes[littleEndian ? versionAt + 1 : versionAt];
  const isOrdered = littleEndian || order === 'MI';
  if (isHdf5(bytes, 0) || isHdf5(bytes, 512) || (isOrdered && version === 2)) {
    throw fault(`the file is of MATLAB v7.3 (HDF5), which is not read; ${saveAgain}`);
  }
  if (isOrdered && version === 1) return littleEndian;
  // Level 5 begins with text; level 4 with a number below 5,000.
  if (bytes.length >= 20 && !isOrdered && bytes.subarray(0, 4).includes(0)) {
    throw fault(`the file is of MATLAB v4 or no MAT-file; if it is one, ${saveAgain}`);
  }
  throw fault(
    isOrdered ? `version ${version} is not supported` : 'the file is no MAT-file of level 5',
  );
}

function isHdf5(bytes: Uint8Array, at: number): boolean {
  return hdf5.every((byte, index) => bytes[at + index] === byte);
}
