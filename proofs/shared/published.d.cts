/** Folders in `packages/` of the packages that npm gets: all that are not private. */
export declare const publishedPackages: readonly string[];

/** Those that contain constructs: CDKTF is a peer of each. */
export declare const constructPackages: readonly string[];
