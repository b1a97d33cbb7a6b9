import { type Command, Option } from "commander";
import { BAND_MASSES, BASELINES, NEGATIVES } from "../../src/index.js";
import { bandList } from "./band-list.js";
import { wholeNumber } from "./flags.js";

/** How spectra are read and become measures: in the order in which it happens. */
export function addSpectrumFlags(command: Command): Command {
  return command
    .option("--variable <name>", "spectra: the array of a MATLAB or HDF5 file that is the cube")
    .option(
      "--wavelengths <file>",
      "spectra: text file with the wavelength of each band, increasing; a first line as wavenumber (1/cm) names quantity and unit",
    )
    .option(
      "--bands <list>",
      "spectra: the bands to keep, as in 1-31,33-93, numbered from 0 as they stand in the file",
      bandList,
    )
    .addOption(
      new Option(
        "--baseline <how>",
        "spectra: what is taken off first; linear: through both ends; asymmetric: by least squares (default: none)",
      ).choices(Object.keys(BASELINES)),
    )
    .addOption(
      new Option(
        "--negatives <how>",
        "spectra: values below 0; clip: set them to 0 (default: refuse)",
      ).choices(Object.keys(NEGATIVES)),
    )
    .addOption(
      new Option(
        "--band-mass <how>",
        "spectra: mass of a band; value: as in the file; density: times the width of the band (default: value)",
      ).choices(Object.keys(BAND_MASSES)),
    )
    .option(
      "--bin <n>",
      "spectra: add up so many neighbouring bands (default: 1)",
      wholeNumber(1, 1_000_000),
    );
}
