/** The part of libsvm-js that `learn/svm` uses: the synchronous build, which needs no file beside it. */
declare module "libsvm-js/asm.js" {
  export interface SvmOptions {
    readonly type: string;
    readonly kernel: string;
    readonly cost: number;
    /** Stopping tolerance of the dual problem. */
    readonly tolerance?: number;
    /** Megabytes. */
    readonly cacheSize?: number;
    /** Training prints its progress to standard output unless this is true. */
    readonly quiet: true;
  }

  export default class SVM {
    static readonly SVM_TYPES: { readonly C_SVC: string };
    static readonly KERNEL_TYPES: { readonly PRECOMPUTED: string };
    constructor(options: SvmOptions);
    train(samples: readonly Float64Array[], labels: ArrayLike<number>): void;
    serializeModel(): string;
    free(): void;
  }
}
