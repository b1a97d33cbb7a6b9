/** What a block of a JCAMP-DX file says, for tests. */
export interface JcampText {
  readonly ordinates: readonly number[];
  readonly firstX?: number;
  readonly lastX?: number;
  readonly title?: string;
  /** Records in place of, or besides, the usual ones; `undefined` leaves one out. */
  readonly records?: Readonly<Record<string, string | number | undefined>>;
}

/** Writes the ordinates of one line of the table; `before` is the last ordinate of the line before it. */
type LineWriter = (ordinates: readonly number[], before: number | undefined) => string;

/** Every form of `(X++(Y..Y))`. */
export const FORMS: Readonly<Record<string, LineWriter>> = {
  AFFN: (ordinates) => ordinates.map((y) => ` ${y}`).join(""),
  PAC: (ordinates) => ordinates.map((y) => (y < 0 ? String(y) : `+${y}`)).join(""),
  SQZ: (ordinates) => ordinates.map((y) => pseudo(y, "@ABCDEFGHI", "abcdefghi")).join(""),
  DUP: (ordinates) => withRepetitions(ordinates.map((y) => pseudo(y, "@ABCDEFGHI", "abcdefghi"))),
  DIF: (ordinates, before) => differences(ordinates, before).join(""),
  DIFDUP: (ordinates, before) => withRepetitions(differences(ordinates, before)),
};

/** A number whose first digit, with its sign, is a letter. */
function pseudo(value: number, positive: string, negative: string): string {
  const digits = String(Math.abs(value));
  const first = Number(digits[0]);
  return (value < 0 ? negative[first - 1]! : positive[first]!) + digits.slice(1);
}

function differences(ordinates: readonly number[], before: number | undefined): string[] {
  const whole = before === undefined ? ordinates : [before, ...ordinates];
  return whole.map((y, i) =>
    i === 0 ? pseudo(y, "@ABCDEFGHI", "abcdefghi") : pseudo(y - whole[i - 1]!, "%JKLMNOPQR", "jklmnopqr"),
  );
}

function withRepetitions(words: readonly string[]): string {
  let text = "";
  for (let i = 0; i < words.length; ) {
    let times = 1;
    while (words[i + times] === words[i]) times++;
    text += words[i]! + (times > 1 ? pseudo(times, " STUVWXYZs", "") : "");
    i += times;
  }
  return text;
}

/** The lines of the table, `perLine` ordinates each; differences begin with a check after the first line. */
export function tableLines(text: JcampText, form: string, perLine = 7): string[] {
  const { ordinates, firstX = 400, lastX = 400 + ordinates.length - 1 } = text;
  const step = (lastX - firstX) / (ordinates.length - 1);
  const lines: string[] = [];
  const checked = form.startsWith("DIF") && perLine > 1; // only after a line that ends in a difference
  for (let i = 0; i < ordinates.length; i += perLine) {
    const before = checked && i > 0 ? ordinates[i - 1] : undefined;
    const x = firstX + step * (before === undefined ? i : i - 1);
    lines.push(`${x}${FORMS[form]!(ordinates.slice(i, i + perLine), before)}`);
  }
  return lines;
}

/** A block with these lines as its table. */
export function jcampBlock(text: JcampText, lines: readonly string[]): string {
  const { ordinates, firstX = 400, lastX = 400 + ordinates.length - 1, title = "one" } = text;
  const records = {
    "JCAMP-DX": "4.24 $$ a comment",
    "DATA TYPE": "INFRARED SPECTRUM",
    XUNITS: "1/CM",
    YUNITS: "ABSORBANCE",
    XFACTOR: 1,
    YFACTOR: 1,
    FIRSTX: firstX,
    LASTX: lastX,
    NPOINTS: ordinates.length,
    ...text.records,
  };
  const given = Object.entries(records).filter(([, value]) => value !== undefined);
  return [
    `##TITLE=${title}`,
    ...given.map(([label, value]) => `##${label}=${value}`),
    "##XYDATA=(X++(Y..Y))",
    ...lines,
    "##END=",
    "",
  ].join("\n");
}

export function jcampText(text: JcampText, form = "AFFN", perLine = 7): string {
  return jcampBlock(text, tableLines(text, form, perLine));
}
