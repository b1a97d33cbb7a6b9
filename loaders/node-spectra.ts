import type { Collection } from "../src/measure/collection.js";
import { pixelSpectra, pixelsWithData } from "../src/measure/cube.js";
import type { SpectralAxis } from "../src/measure/spectra.js";
import { atPlace } from "./format-error.js";
import { loadCube } from "./node-cube.js";
import { type InputFile, readInput } from "./node-files.js";
import type { Part } from "./node-items.js";
import { type SpectrumFiles, spectrumItems } from "./spectrum-items.js";
import { parseWavelengths } from "./wavelengths.js";

export interface ReadWavelengths {
  readonly axis?: SpectralAxis;
  readonly inputs: readonly InputFile[];
}

/** The axis that a file of wavelengths gives, where one is named. */
export async function readWavelengths({ wavelengths }: SpectrumFiles): Promise<ReadWavelengths> {
  if (wavelengths === undefined) return { inputs: [] };
  const { bytes, input } = await readInput(wavelengths);
  return {
    axis: { ...parseWavelengths(bytes, { file: wavelengths }), quantity: "wavelength" },
    inputs: [input],
  };
}

/**
 * The pixels of a cube as items "row,column" from the top left, from 0; those of which every band is 0 were not measured
 * and are left out, with a warning.
 */
export async function readCube(path: string, options: SpectrumFiles): Promise<Part> {
  const { cube, inputs, description } = await loadCube(path, options);
  const places = pixelsWithData(cube);
  const bands = cube.axis.values.length;
  const lit = places.filter(
    (place) => !cube.values.subarray(place * bands, (place + 1) * bands).every(isZero),
  );
  const spectra = atPlace(path, "", () => pixelSpectra(cube, lit.length > 0 ? lit : places));
  const dark = places.length - lit.length;
  const warnings = dark > 0 ? [`${path}: ${dark} pixels of which every band is 0 are left out`] : [];
  const items: Collection = spectrumItems(spectra, options, path);
  return {
    collection: { ...items, warnings: [...items.warnings, ...warnings] },
    inputs,
    from: `the pixels of a ${description}`,
  };
}

function isZero(value: number): boolean {
  return value === 0;
}
