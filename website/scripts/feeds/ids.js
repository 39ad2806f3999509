// The ids of feeds and entries (RFC 4151, tag URIs): the same wherever the site moves to below its host.

// The year in every id (a date at which the host name was ours); it must never change, nor must the ids.
const ID_YEAR = 2025;
const NO_HOST = "nyaastats.invalid";

/** `tag:example.org,2025:fall-2025/2025-W46`. */
export const tagUri = ({siteUrl}, name) => `tag:${siteUrl ? new URL(siteUrl).hostname : NO_HOST},${ID_YEAR}:${name}`;
