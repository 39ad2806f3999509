// How large a file is, in words.

import {formatCount} from "../lib/format.js";

/** 469,700 → "470 kB". */
export const formatSize = (bytes) => `${formatCount(Math.ceil(bytes / 1000))} kB`;
