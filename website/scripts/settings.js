// The settings that the site shares with the rest of nyaastats: the environment first, then nyaastats.toml.

import {existsSync, readFileSync} from "node:fs";
import {parse} from "smol-toml";
import {SiteError} from "./errors.js";

const FILE = new URL("../../nyaastats.toml", import.meta.url);

/** Where the site will stand, ending with a slash: `https://example.org/nyaastats/`; null when nobody said. */
export function readSiteUrl({environment = process.env, file = FILE} = {}) {
  const stated = environment.NYAASTATS_SITE_URL ?? read(file).site_url ?? "";
  return stated === "" ? null : parsed(stated);
}

function read(file) {
  if (!existsSync(file)) return {};
  try {
    return parse(readFileSync(file, "utf8"));
  } catch (error) {
    throw new SiteError(`nyaastats.toml cannot be read: ${error.message.split("\n")[0]} (line ${error.line})`);
  }
}

function parsed(stated) {
  const url = URL.canParse(stated) ? new URL(stated) : null;
  if (url === null || !/^https?:$/.test(url.protocol) || url.search || url.hash) {
    throw new SiteError(
      `site_url ${JSON.stringify(stated)} is no web address; write it like https://example.org/nyaastats/`,
    );
  }
  return url.href.endsWith("/") ? url.href : `${url.href}/`;
}
