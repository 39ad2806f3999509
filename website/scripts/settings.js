// The settings that the site shares with the rest of nyaastats: the environment first, then nyaastats.toml.

import {existsSync, readFileSync} from "node:fs";
import {parse} from "smol-toml";
import {SiteError} from "./errors.js";

const FILE = new URL("../../nyaastats.toml", import.meta.url);

/** The address of the site, ending with a slash: `https://example.org/nyaastats/`; null when it is not set. */
export function readSiteUrl({environment = process.env, file = FILE} = {}) {
  const text = environment.NYAASTATS_SITE_URL ?? readSettings(file).site_url ?? "";
  return text === "" ? null : parseSiteUrl(text);
}

function readSettings(file) {
  if (!existsSync(file)) return {};
  try {
    return parse(readFileSync(file, "utf8"));
  } catch (error) {
    throw new SiteError(`nyaastats.toml cannot be read: ${error.message.split("\n")[0]} (line ${error.line})`);
  }
}

function parseSiteUrl(text) {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || !/^https?:$/.test(url.protocol) || url.search || url.hash) {
    throw new SiteError(
      `site_url ${JSON.stringify(text)} is not a web address; write it like https://example.org/nyaastats/`,
    );
  }
  return url.href.endsWith("/") ? url.href : `${url.href}/`;
}
