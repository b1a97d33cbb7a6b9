import { ShapeError } from "../errors.js";
import { squaredDistances } from "../numeric/gram.js";
import { type Matrix, matrix, rowView, selectRows } from "../numeric/matrix.js";
import type { Random } from "../numeric/random.js";
