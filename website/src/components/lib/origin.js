// Where a picture of another host may come from: the policy of the pages and what draws posters have one answer.

/**
 * A host of letters, digits, dots and hyphens, and nothing more: in a policy a semicolon begins another rule, and a star
 * stands for every host (W3C CSP Level 3, 2.3.1). The same hosts as in nyaastats/domain/addresses.py.
 */
const ADDRESS = /^https:\/\/[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?\/[^\s"'<>\\]*$/i;

/** The origin of a poster's `address`; null where that is none, or one that no page's policy could let in. */
export const findOrigin = (address) =>
  ADDRESS.test(address) && URL.canParse(address) ? new URL(address).origin : null;
